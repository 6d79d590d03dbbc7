"""SQL of the write path, spelled out once from the tables, so that a registration compiles nothing."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="qmark")


def inserting(table: sa.Table) -> str:
    """INSERT of a whole row; parameters in the order of the table's columns."""
    return str(sa.insert(table).compile(dialect=_DIALECT))


def updating(table: sa.Table, key: str) -> str:
    """UPDATE of a whole row where `key` matches; parameters in the order of the other columns, then the key."""
    statement = (
        sa.update(table)
        .values({column.name: sa.bindparam(f"new_{column.name}") for column in table.columns if column.name != key})
        .where(table.c[key] == sa.bindparam("old_key"))
    )
    return str(statement.compile(dialect=_DIALECT))
