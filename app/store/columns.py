"""How the tables of a branch database are written: names of constraints, and columns that are never empty."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def whole(name: str, **options: object) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False, **options)  # type: ignore[arg-type]


def text(name: str, **options: object) -> Column[str]:
    """A text, "" for none."""
    return Column(name, Text, nullable=False, **options)  # type: ignore[arg-type]


def blob(name: str, **options: object) -> Column[bytes]:
    """Bytes."""
    return Column(name, LargeBinary, nullable=False, **options)  # type: ignore[arg-type]


def origin() -> tuple[Column[bytes], Column[int], Column[int], PrimaryKeyConstraint]:
    """Which entry: its device, epoch and number, which are the key."""
    return blob("device"), whole("epoch"), whole("seq"), PrimaryKeyConstraint("device", "epoch", "seq")
