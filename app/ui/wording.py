"""Words on widgets that change at once when the language does.

A text is given as a plain string (never translated: a name, a number) or as a callable that makes it
(`lambda: _("Phone")`), so that it can be made again in another language.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

Words = str | Callable[[], str]


def worded(words: Words) -> str:
    """The text of `words` in the language in use."""
    return words if isinstance(words, str) else words()


class Worded:
    """A widget that remembers how its texts are made. Mix it in beside QWidget."""

    def say(self, setter: Callable[[str], object], words: Words) -> None:
        """Set a text now, and again after each change of language: `self.say(label.setText, lambda: _("Phone"))`.

        A second call with the same setter replaces the first.
        """
        owner = getattr(setter, "__self__", None)
        key = (id(owner), getattr(setter, "__name__", "")) if owner is not None else (id(setter), "")
        self.__dict__.setdefault("_texts", {})[key] = (setter, words)
        setter(worded(words))

    def retranslate(self) -> None:
        """Make all texts again. Widgets that compose texts themselves extend this."""
        texts = self.__dict__.get("_texts", {})
        for key, (setter, words) in list(texts.items()):
            owner = getattr(setter, "__self__", None)
            if isinstance(owner, QObject) and not isValid(owner):
                del texts[key]
            elif not isinstance(words, str):
                setter(words())


def retranslate_all() -> None:
    """Call `retranslate()` of every widget that has one, and tell Qt that the language changed."""
    for widget in QApplication.allWidgets():
        retranslate = getattr(widget, "retranslate", None)
        if retranslate is not None:
            retranslate()
    for window in QApplication.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
