"""The catalogues and the language in use. Switchable at once; a paper may be in another language than the screen."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from app.system.resources import resource_path

LANGUAGES = ("zh", "en")
_FOLDERS = {"zh": "zh_CN", "en": "en"}

_screen_language = "zh"
_paper_language: ContextVar[str | None] = ContextVar("paper_language", default=None)


def set_language(code: str) -> None:
    """Choose the language of screens, "zh" or "en", for the whole program.

    Raises: ValueError for any other code.
    """
    global _screen_language
    if code not in LANGUAGES:
        raise ValueError(code)
    _screen_language = code


def language() -> str:
    """The language in use here: the one of an enclosing `in_language`, else the screen's."""
    return _paper_language.get() or _screen_language


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Use `code` inside the block, in this thread or task only."""
    if code not in LANGUAGES:
        raise ValueError(code)
    token = _paper_language.set(code)
    try:
        yield
    finally:
        _paper_language.reset(token)


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext_(one: str, many: str, count: int) -> str:
    """The form for `count` in the language in use."""
    return _catalogue(language()).ngettext(one, many, count)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    folder = str(resource_path("locale"))
    return gettext.translation("jiesu", folder, languages=[_FOLDERS[code]], fallback=True)
