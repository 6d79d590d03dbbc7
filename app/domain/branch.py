"""What papers say about the branch: where it is, how to reach it, who its superior is (令2020-3 art. 8, 19, 20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """A branch in both languages. Empty strings are facts that the bank has not given."""

    code: str
    bank_name: str
    branch_name: str
    address: str
    phone: str
    hotline: str
    superior_name: str
    superior_address: str
    superior_phone: str = ""
    regulator_phone: str = "12378"
    pledge: str = ""
    bank_name_en: str = ""
    branch_name_en: str = ""
    address_en: str = ""
    superior_name_en: str = ""
    superior_address_en: str = ""
    pledge_en: str = ""
    complaint_post: str = ""
    complaint_post_en: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> BranchFacts:
        """From a JSON object; keys that this version does not know are left out.

        Raises: TypeError when a fact that every paper needs is missing.
        """
        known = {field.name for field in fields(cls)}
        return cls(**{key: str(value) for key, value in data.items() if key in known})

    def said(self, fact: str, lang: str) -> str:
        """The fact (such as "branch_name") in "zh" or "en"; in Chinese where there is no English."""
        if lang == "en":
            return str(getattr(self, f"{fact}_en", "") or getattr(self, fact))
        return str(getattr(self, fact))
