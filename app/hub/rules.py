"""The rules that headquarters judges and decides by: the ones that ship with the program."""

from __future__ import annotations

import re

from app.domain.calendar import WorkCalendar
from app.domain.policies import PolicyBook
from app.domain.rules import Rules
from app.domain.taxonomy import Taxonomy
from app.system.resources import read_json, resource_path


def load_rules() -> Rules:
    """Terms, calendar and classification."""
    folder = resource_path("rules/holidays")
    years = sorted(path.name for path in folder.iterdir() if re.fullmatch(r"\d{4}\.json", path.name))
    return Rules(
        policies=PolicyBook.from_data(read_json("rules/policies.json")),
        calendar=WorkCalendar.from_tables(read_json(f"rules/holidays/{year}") for year in years),
        taxonomy=Taxonomy.from_data(read_json("rules/taxonomy.json")),
    )
