"""Words: Chinese and English for screens, papers and errors alike (gettext). English msgids, Chinese catalogue."""

from app.language.catalogue import LANGUAGES, _, in_language, language, ngettext_, set_language

__all__ = ["LANGUAGES", "_", "in_language", "language", "ngettext_", "set_language"]
