"""Settings of this computer. Every choice works at once and is kept; there is nothing to save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _, ngettext_
from app.system.settings import Settings
from app.ui.settings.presenter import SettingsPresenter
from app.ui.shell.capture import can_hide
from app.ui.shell.page import Page, scrolling
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, shortcut_text
from app.ui.widgets.cards import Card, FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.enter_walk import EnterWalk
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Words

LOCK_MINUTES = (1, 2, 3, 5, 10)


class SettingsPage(Page):
    """`backup_keys` are the keys of the page of backups, "" for who may not keep the store and sees no way there.

    Signals: chosen(name of the setting, value), refresh_wanted().
    """

    chosen = Signal(str, object)
    refresh_wanted = Signal()

    def __init__(self, backup_keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._is_showing = False
        self._printers: tuple[str, ...] = ()
        self.language = self._field("language", lambda: _("Language"), _languages())
        self.theme = self._field("theme", lambda: _("Colours"), _themes())
        self.scale = self._field("scale_percent", lambda: _("Text size"), _scales())
        self.printer = self._field("printer", lambda: _("Printer"), [Choice("default", _default_printer)])
        self.slip_size = self._field("slip_size", lambda: _("Slip paper"), _slip_sizes())
        self.copies = self._field("slip_copies", lambda: _("Slip copies"), _copies())
        self.lock = self._field("idle_lock_seconds", lambda: _("Lock when nobody works for"), _minutes())
        self.capture = self._field("screen_capture", lambda: _("Screenshots and shared screens"), _captures())
        self.capture.setEnabled(can_hide())
        look = (self.language, self.theme, self.scale)
        self._fields = (*look, self.printer, self.slip_size, self.copies, self.lock, self.capture)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(size.margin, size.gap, size.margin, size.gap)
        column.setSpacing(size.gap)
        cards: tuple[tuple[Words, tuple[ComboField, ...]], ...] = (
            (lambda: _("Look"), look),
            (lambda: _("Printing"), (self.printer, self.slip_size, self.copies)),
            (lambda: _("Safety"), (self.lock, self.capture)),
        )
        for number, (title, fields) in enumerate(cards, 1):
            card = Card(number, title)
            grid = FieldGrid(3)
            for field in fields:
                grid.add(field)
            card.body.addWidget(grid)
            column.addWidget(card)
        self.backups = self._way_to_backups(card, backup_keys) if backup_keys else None
        note = QLabel(body)
        note.setProperty("kind", "muted")
        self.say(note.setText, lambda: _("Every choice works at once and is kept for this computer."))
        column.addWidget(note)
        column.addStretch(1)
        self.column.addWidget(scrolling(body), 1)
        self._walk = EnterWalk(self, [field for field in self._fields if field.isEnabled()], then=self.backups)

    def join(self, presenter: SettingsPresenter) -> None:
        """Let `presenter` decide; the page keeps it alive, because signals hold it weakly."""
        self._presenter = presenter
        self.chosen.connect(presenter.choose)
        self.refresh_wanted.connect(presenter.refresh)

    def title(self) -> str:
        """The page's name."""
        return _("Settings")

    def on_shown(self, **arguments: object) -> None:
        """Read the settings whenever the page comes into view."""
        self.refresh_wanted.emit()
        self.language.editor.setFocus()

    def show_settings(self, settings: Settings) -> None:
        """Show what is set, without taking it for a choice."""
        self._is_showing = True
        self.language.set_value(settings.language)
        self.theme.set_value(settings.theme)
        self.scale.set_value(str(settings.scale_percent))
        self.slip_size.set_value(settings.slip_size)
        self.copies.set_value(str(settings.slip_copies))
        self.capture.set_value(settings.screen_capture if can_hide() else "shown")
        minutes = settings.idle_lock_seconds // 60
        self.lock.set_value(str(min(LOCK_MINUTES, key=lambda offered: abs(offered - minutes)) * 60))
        self._show_printer(settings.printer)
        self._is_showing = False

    def show_printers(self, names: Sequence[str], chosen: str) -> None:
        """Offer these printers, and the one chosen even when it is away."""
        self._is_showing = True
        self._printers = tuple(names)
        self._show_printer(chosen)
        self._is_showing = False

    def _show_printer(self, chosen: str) -> None:
        names = [*self._printers, *([chosen] if chosen and chosen not in self._printers else [])]
        self.printer.set_choices([Choice("default", _default_printer), *(Choice(name, name) for name in names)])
        self.printer.set_value(chosen or "default")

    def _way_to_backups(self, card: Card, keys: str) -> Button:
        button = Button(lambda: _("Backups"), icon="download", on_click=lambda: self.go("backups"), name="toBackups")
        note = WrappedLabel(parent=self, kind="muted")
        self.say(note.setText, lambda: _about_backups().format(keys=shortcut_text(keys)))
        row = QHBoxLayout()
        row.setSpacing(metrics().px(12))
        row.addWidget(button)
        row.addWidget(note, 1)
        card.body.addLayout(row)
        return button

    def _field(self, name: str, label: Words, choices: Sequence[Choice]) -> ComboField:
        field = ComboField(label, choices, name=name)
        field.changed.connect(lambda: self._on_changed(name, field.value()))
        return field

    def _on_changed(self, name: str, key: str) -> None:
        if self._is_showing or not key:
            return
        value: object = key
        if name == "printer":
            value = "" if key == "default" else key
        elif key.isdecimal():
            value = int(key)
        self.chosen.emit(name, value)


def _languages() -> list[Choice]:
    # Each in its own words: whoever ended up in the wrong language must find the way back.
    return [Choice("zh", "中文", "zh"), Choice("en", "English", "en")]


def _themes() -> list[Choice]:
    return [
        Choice("auto", lambda: _("As the system")),
        Choice("light", lambda: _("Light")),
        Choice("dark", lambda: _("Dark")),
        Choice("contrast", lambda: _("High contrast")),
    ]


def _scales() -> list[Choice]:
    return [Choice(str(percent), f"{percent} %") for percent in (100, 110, 125, 150)]


def _captures() -> list[Choice]:
    if not can_hide():
        return [Choice("shown", lambda: _("This system lets no program hide from them."))]
    return [Choice("hidden", lambda: _("Show nothing of the desk")), Choice("shown", lambda: _("Show the desk"))]


def _slip_sizes() -> list[Choice]:
    return [Choice("80mm", lambda: _("80 mm roll")), Choice("a5", "A5"), Choice("a4", "A4")]


def _copies() -> list[Choice]:
    def words(count: int) -> Words:
        return lambda: ngettext_("{count} copy", "{count} copies", count).format(count=count)

    return [Choice(str(count), words(count)) for count in (1, 2, 3)]


def _minutes() -> list[Choice]:
    def words(count: int) -> Words:
        return lambda: ngettext_("{count} minute", "{count} minutes", count).format(count=count)

    return [Choice(str(count * 60), words(count)) for count in LOCK_MINUTES]


def _default_printer() -> str:
    return _("The system's default")


def _about_backups() -> str:
    return _("When and where the database is backed up, whether a backup is sound, and restoring it ({keys}).")
