"""The desk on the screen: the window, who is let in, the lock, and what is told to the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from app import __version__
from app.domain.people import Right
from app.language import _, labels
from app.language.reasons import error_text
from app.system.clock import Clock
from app.system.settings import Settings, SettingsFile
from app.ui.application import choose_language, choose_theme
from app.ui.clock_banner import ClockBanner
from app.ui.desk_bars import DeskBars
from app.ui.desk_pages import DeskPages, sync_facts
from app.ui.directory_notice import DirectoryNotice
from app.ui.entering import doors_of, follow_rights
from app.ui.first_paint import FirstWindow
from app.ui.guards import Guards
from app.ui.keeping.joining import BACKUP_KEYS, join_keeping
from app.ui.last_resort import LastResort
from app.ui.office import Office
from app.ui.own_password import OwnPassword
from app.ui.place_keeping import PlaceKeeping
from app.ui.settings.presenter import SettingsPresenter
from app.ui.shell.facts import PersonFacts
from app.ui.shell.jobs import Jobs
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.shell.palette import Suggestion
from app.ui.shell.place import KeptPlace
from app.ui.sign_in.presenter import SignInPresenter
from app.ui.visits import Visits
from app.ui.ways_on import WaysOn

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.ui.settings.page import SettingsPage

PRINTER_EVERY_MS = 3000
FIGURES_EVERY_MS = 60_000
KEEP_EVERY_MS = 2_000


class DeskUi(QObject):
    """Runs the window that was painted first. `branch` gives the branch's (name, code) in the language in use."""

    _changed = Signal(object, object)
    _sync_changed = Signal(object)
    _headquarters_said = Signal(str)

    def __init__(
        self,
        office: Office,
        settings: SettingsFile,
        first: FirstWindow,
        *,
        branch: Callable[[], tuple[str, str]],
        headquarters_name: Callable[[], str],
        is_trial: bool = True,
        clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self.office = office
        self.settings = settings
        self.clock = clock or Clock()
        self.window = first.window
        self.sign_in = first.sign_in
        self._branch = branch
        self._is_trial = is_trial
        self._has_bars = False
        self.jobs = Jobs(office.lanes, self)
        self.pages = DeskPages(office, self.jobs, headquarters_name)
        self.bars = DeskBars(self.window, self.pages.run, self.clock)
        self.places = PlaceKeeping(self.window, self.pages.run)
        self.visits = Visits(self.pages, settings, self.clock)
        self.guards = Guards(first.app, self.window, settings.current)
        self.last_resort = self._watched()
        navigation = Navigation()
        self.pages.add_to(navigation)
        navigation.add(
            PageSpec("settings", lambda: _("Settings"), "sliders", self._settings_page, "Ctrl+,", place=Place.BOTTOM)
        )
        self.keeping = join_keeping(self, navigation, self._on_entered)
        self.window.navigation = navigation
        self.presenter = SignInPresenter(
            self.sign_in,
            self.jobs.runner("database", self.sign_in),
            doors_of(office, self.places.read, self._on_entered),
        )
        self._join()
        self.ways_on = WaysOn(self.window, self.sign_in, self.jobs, office.folder)
        self.ways_on.screens = self.keeping.ways()
        self.own_password = OwnPassword(self.window, self.pages.run)
        self._name_branch()
        self.sign_in.set_foot(
            lambda: _("Jiesu {version} · customer data is kept encrypted on this computer").format(version=__version__)
        )
        self.presenter.prepare()

    # -- joining -----------------------------------------------------------------------------------------------------

    def _join(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._changed.connect(self._on_changed, queued)
        self._sync_changed.connect(self._on_sync, queued)
        self._headquarters_said.connect(self._on_headquarters, queued)
        self.office.on_changed = self._changed.emit
        self.office.on_sync = self._sync_changed.emit
        self.office.on_headquarters = self._headquarters_said.emit
        page = self.sign_in
        page.join(self.presenter)
        page.submitted.connect(self.window.expect)  # after the password has gone to be checked
        page.language_chosen.connect(self._on_language)
        page.theme_chosen.connect(self._on_theme)
        window = self.window
        window.idle.set_limit(self.settings.current.idle_lock_seconds)
        window.locked.connect(self._on_locked)
        window.closing.connect(self.places.keep)
        window.notices_wanted.connect(self.bars.bell.open)
        window.set_case_finder(self._find_cases)
        self.jobs.broke.connect(self._on_broke)
        self._printer_timer = self._timer(PRINTER_EVERY_MS, self.bars.print_waiting)
        self._figures_timer = self._timer(FIGURES_EVERY_MS, self.bars.read_figures)
        self.clock_banner = ClockBanner(window, self.pages.run, lambda: _usual_banner(is_trial=self._is_trial))
        self.directory_notice = DirectoryNotice(window, self.pages.run)
        self._clock_timer = self._timer(FIGURES_EVERY_MS, lambda: look_around(self))
        self._keep_timer = self._timer(KEEP_EVERY_MS, self.places.look)

    def _watched(self) -> LastResort:
        return LastResort(
            self.window,
            self.jobs,
            self.places,
            desk=lambda: self.office.desk,
            settings=lambda: self.settings.current,
            folder=self.office.folder,
            leave=self._leave,
        )

    def _timer(self, interval_ms: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(do)
        return timer

    def _leave(self, status: int) -> None:
        self.window.close()
        QCoreApplication.exit(status)  # also when a page would rather stay

    def stop(self) -> None:
        """Ask for nothing by itself any more."""
        for timer in (self._printer_timer, self._figures_timer, self._clock_timer, self._keep_timer):
            timer.stop()

    def _name_branch(self) -> None:
        name, code = self._branch()
        self.sign_in.set_branch(name, code)
        self.window.set_branch(name, code)

    # -- people ------------------------------------------------------------------------------------------------------

    def _on_entered(self, entered: tuple[Desk, KeptPlace | None]) -> None:
        desk, place = entered
        person = desk.actor
        before = self.window.person()
        if before is not None and not self.visits.is_same(desk):
            self.window.leave()  # another person, or other rights: drafts are in the store
        self.visits.begin(desk)
        rights = person.rights
        facts = PersonFacts(person.staff_no, person.name, lambda: labels.role(person.role.value), rights)
        home = "intake" if person.role.value == "teller" else "worklist"
        is_return = self.window.is_locked()
        self.window.enter(facts, home=home, place=place)
        if place is not None and not is_return:
            self.places.remind(place)
        frame = self.window.desk
        if frame is not None and not self._has_bars:
            self._has_bars = True
            frame.status_bar.printing_wanted.connect(lambda: self.window.go("print_queue"))
            frame.set_banner(lambda: _usual_banner(is_trial=self._is_trial))
        self.places.begin()
        self._on_sync(self.office.sync_state)
        for timer in (self._printer_timer, self._figures_timer, self._clock_timer, self._keep_timer):
            timer.start()
        self.bars.print_waiting()
        self.bars.read_figures()
        look_around(self)

    def _on_locked(self, why: str, place: KeptPlace | None) -> None:
        person = self.window.person()
        if person is not None:
            self.presenter.lock(person.staff_no)
            self.sign_in.show_lock(person.staff_no, person.name, person.role_words)
        self.stop()
        self.places.keep(place)
        self.office.lock(why)

    # -- looks -------------------------------------------------------------------------------------------------------

    def _on_language(self, code: str) -> None:
        self.settings.change(language=code)
        choose_language(code)
        self._name_branch()

    def _on_theme(self, theme: str) -> None:
        self.settings.change(theme=theme)
        choose_theme(theme, self.settings.current.scale_percent / 100)

    def _settings_page(self) -> SettingsPage:
        from app.ui.settings.page import SettingsPage

        may_keep = Right.KEEP_STORE in self.pages.given().person.rights
        page = SettingsPage(BACKUP_KEYS if may_keep else "")
        presenter = SettingsPresenter(
            page,
            self.jobs.runner("papers", page),
            current=lambda: self.settings.current,
            change=self.settings.change,
            apply=self._apply_setting,
            printers=_printer_names,
        )
        page.join(presenter)
        return page

    def _apply_setting(self, settings: Settings, names: frozenset[str]) -> None:
        if "language" in names:
            choose_language(settings.language)
            self._name_branch()
        if names & {"theme", "scale_percent"}:
            choose_theme(settings.theme, settings.scale_percent / 100)
        if "idle_lock_seconds" in names:
            self.window.idle.set_limit(settings.idle_lock_seconds)
        if "screen_capture" in names:
            self.guards.apply(settings)
        desk, context = self.office.desk, self.pages.context
        if desk is not None and context is not None:
            desk.slip_size = context.slip_size = settings.slip_size
            desk.printer_name = settings.printer
            context.slip_copies = settings.slip_copies

    # -- what happens elsewhere --------------------------------------------------------------------------------------

    def _on_changed(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        if self.window.person() is None or self.window.is_locked():
            return
        if "people" in what:
            follow_rights(self.window, self.office.desk, self._on_entered)
            self.directory_notice.look()
        kinds = {"print" if kind == "papers" else kind for kind in what}
        self.window.announce(*kinds)
        if "papers" in what:
            self.bars.print_waiting()
        if "cases" in what:
            self.bars.read_figures()

    def _on_sync(self, state: Any) -> None:
        if state is not None:
            self.pages.note_sync(state)
        if self.window.desk is not None:
            self.window.desk.status_bar.set_sync(sync_facts(state))
            self.window.announce("sync")

    def _on_headquarters(self, step: str) -> None:
        if step == "failed" and self.window.desk is not None:
            self.window.toast(_("The trial headquarters did not start. Everything is kept on this computer."))

    def _on_broke(self, error: Exception) -> None:
        if self.window.person() is not None and not self.window.is_locked():
            self.window.toast(error_text(error))

    def _find_cases(self, text: str, then: Callable[[Sequence[Suggestion]], object]) -> None:
        def work(desk: Desk) -> Any:
            from app.operations.search_cases import search_cases

            return search_cases(desk, text, 6)

        def found(hits: Any) -> None:
            then(
                [Suggestion(f"{hit.case_no}  {hit.masked_name}", self._opener(hit.case_id), "", "list") for hit in hits]
            )

        self.pages.run(work, found, lambda error: None)

    def _opener(self, case_id: str) -> Callable[[], None]:
        return lambda: self.window.go("case", case_id=case_id)


def _printer_names() -> list[str]:
    from app.printing.queue import printers

    return [printer.name for printer in printers()]


def look_around(ui: DeskUi) -> None:
    """Look at what is said across all pages: the clock, and how headquarters' directory limits the work."""
    ui.clock_banner.look()
    ui.directory_notice.look()


def _usual_banner(*, is_trial: bool) -> str:
    """What stands across all pages while nothing is the matter."""
    return _("Trial: an invented branch on this computer. Record nothing real here.") if is_trial else ""
