"""One file of a case: looked at page by page, set aside, given out. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.people import Person
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text, sentence
from app.ui.case.files.calls import FileCalls
from app.ui.case.files.lines import PAGED, FileLine
from app.ui.pictures import Picture
from app.ui.running import Run

if TYPE_CHECKING:
    from app.domain.disclosure import Given
    from app.operations.attach import ExportedFile, ExportTerms, Preview
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a file: a page, or words, or why neither. `page` counts from 1, 0 where there is but
    one; `is_last` when no page comes after it. `full_text` takes the place of `text` while the details are shown;
    `hides` when something in `text` is masked. `mark` lies over what is shown in full."""

    line: FileLine
    picture: Picture | None = None
    text: str = field(default="", repr=False)
    full_text: str = field(default="", repr=False)
    hides: bool = False
    mark: str = ""
    problem: str = ""
    page: int = 0
    is_last: bool = False

    def __repr__(self) -> str:
        return f"<Shown {self.line.media_type} page {self.page}>"

    def masked(self) -> Shown:
        """The same without what is shown only with the details; a picture stays (app/operations/look_at_file.py)."""
        return replace(self, full_text="", mark=self.mark if self.picture is not None else "")


class LookingView(Protocol):
    """What looking needs of the tab."""

    def show_file(self, shown: Shown | None) -> None: ...
    def ask_why(self, line: FileLine, terms: ExportTerms) -> None: ...
    def show_why_problems(self, at_fields: Mapping[str, str], whole: str) -> None: ...
    def ask_where(self, line: FileLine, name: str, given: Given) -> None: ...
    def show_reason_problem(self, text: str) -> None: ...
    def end_set_aside(self) -> None: ...
    def tell(self, text: str) -> None: ...


class FileLooking:
    """What is done with one file. `case_id` is the case on the screen; `took` is called when a file was set aside;
    `reveal` asks for the case's details to be shown in full, and does what it is given once they are."""

    def __init__(
        self,
        view: LookingView,
        run: Run,
        calls: FileCalls,
        *,
        case_id: Callable[[], str],
        took: Callable[[], None],
        people: Callable[[], Mapping[str, Person]],
        reveal: Callable[[Callable[[], None]], None],
    ) -> None:
        self._view = view
        self._reveal = reveal
        self._in_full = False
        self._shown: Shown | None = None
        self._people = people
        self._run = run
        self._calls = calls
        self._case_id = case_id
        self._took = took
        self._line: FileLine | None = None
        self._page = 0
        self._last: int | None = None  # once it was reached
        self._width = 600

    # ---- looking

    @property
    def line(self) -> FileLine | None:
        """The file that is looked at."""
        return self._line

    def look(self, line: FileLine) -> None:
        """Show a file from its first page on."""
        self._line, self._page = line, 0
        self._last = None if line.media_type in PAGED else 0
        self._read(line, 0)

    def turn(self, by: int) -> None:
        """Another page; at the ends nothing happens."""
        wanted = self._page + by
        if self._line is None or wanted < 0 or (self._last is not None and wanted > self._last):
            return
        self._page = wanted
        self._read(self._line, wanted)

    def fit(self, width: int) -> None:
        """The pane is `width` device px wide now."""
        self._width = width
        if self._line is not None:
            self._read(self._line, self._page)

    def look_away(self) -> None:
        """Nothing is looked at any more; pages that come late are not shown."""
        self._line = None
        self._show(None)

    def show_in_full(self, in_full: bool) -> None:
        """The case's details are shown in full now, or masked again, and the words of a text with them."""
        self._in_full = in_full
        shown = self._shown
        if shown is None or self._line is None:
            return
        if in_full and shown.picture is None and not shown.problem:
            self._read(self._line, self._page)
        else:
            self._show(shown)

    def _show(self, shown: Shown | None) -> None:
        """While the details are shown the mark of the page lies over everything, else the file's own."""
        if shown is not None and not self._in_full:
            shown = shown.masked()
        self._shown = shown
        self._view.show_file(replace(shown, mark="") if shown is not None and self._in_full else shown)

    def _read(self, line: FileLine, page: int) -> None:
        case_id, width = self._case_id(), self._width

        def is_wanted() -> bool:
            return self._line is line and self._page == page and self._case_id() == case_id

        def then(preview: Preview | Refusal) -> None:
            if not is_wanted():
                return
            if isinstance(preview, Refusal):
                self._refused(line, preview)
            elif preview.media_type in PAGED and not preview.pages and page:
                self._page = self._last = page - 1
                self._read(line, page - 1)
            else:
                self._show(self._made(line, preview))

        def failed(error: Exception) -> None:
            if is_wanted():
                self._show(Shown(line, problem=error_text(error)))

        in_full = self._in_full
        self._run(lambda desk: self._calls.look(desk, case_id, line.sha256, width, page, in_full=in_full), then, failed)

    def _refused(self, line: FileLine, refusal: Refusal) -> None:
        if refusal.code == ReasonCode.FILE_NEEDS_REVEAL and not self._in_full:
            self.look_away()
            self._reveal(lambda: self.look(line))
        else:
            self._show(Shown(line, problem=refusal_text(refusal, self._people())))

    def _made(self, line: FileLine, preview: Preview) -> Shown:
        if not preview.pages:
            return Shown(
                line,
                text=preview.text,
                full_text=preview.full_text,
                hides=preview.hides,
                mark=preview.mark,
                is_last=True,
            )
        page = preview.pages[0]
        number = self._page + 1 if preview.media_type in PAGED else 0
        picture = Picture(page.width, page.height, page.rgba)
        return Shown(line, picture, mark=preview.mark, page=number, is_last=self._last == self._page)

    # ---- setting aside

    def set_aside(self, line: FileLine, reason: str) -> None:
        """Mark a file as not belonging to the case, with the reason."""
        case_id = self._case_id()

        def then(result: CaseView | Refusal) -> None:
            if isinstance(result, Refusal):
                self._view.show_reason_problem(refusal_text(result))
                return
            self._view.end_set_aside()
            if self._case_id() == case_id:
                self._took()
            self._view.tell(_("Set aside: the file stays on record, marked."))

        def failed(error: Exception) -> None:
            self._view.show_reason_problem(error_text(error))

        self._run(lambda desk: self._calls.set_aside(desk, case_id, line.sha256, reason), then, failed)

    # ---- giving out

    def export(self, line: FileLine) -> None:
        """See that the file may leave the house, then ask what for."""
        case_id = self._case_id()

        def then(result: ExportTerms | Refusal) -> None:
            if isinstance(result, Refusal):
                self._view.tell(refusal_text(result, self._people()))
            elif self._case_id() == case_id:
                self._view.ask_why(line, result)

        self._run(lambda desk: self._calls.export_terms(desk, case_id, line.sha256), then, self._on_error)

    def because(self, line: FileLine, name: str, given: Given) -> None:
        """The reason was given: ask where to, if it is one."""
        case_id = self._case_id()

        def then(result: Refusal | None) -> None:
            if self._case_id() != case_id:
                return
            if result is None:
                self._view.ask_where(line, name, given)
                return
            at_fields = {problem.field or "": sentence(problem) for problem in result.problems}
            is_at_field = set(at_fields) <= {"note"}
            whole = refusal_text(result, self._people())
            self._view.show_why_problems(at_fields if is_at_field else {}, "" if is_at_field else whole)

        self._run(lambda desk: self._calls.export_objection(desk, case_id, given), then, self._on_error)

    def save(self, line: FileLine, given: Given, path: Path) -> None:
        """The person chose where to. What leaves is made anew, so that nothing of it lies in memory meanwhile."""
        case_id = self._case_id()

        def then(result: ExportedFile | Refusal | None) -> None:
            if result is None:
                self._view.tell(_("It could not be saved there. Choose another folder."))
            elif isinstance(result, Refusal):
                self._view.tell(refusal_text(result, self._people()))
            else:
                self._view.tell(_exported_words(result))

        self._run(lambda desk: self._calls.save(desk, case_id, line.sha256, given, path), then, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self._view.tell(error_text(error))


def _exported_words(exported: ExportedFile) -> str:
    if exported.media_type == "application/pdf":
        return _("Saved. Every page of the copy says who took it out and when. The original is unchanged.")
    if not exported.media_type.startswith("image/"):
        return _("Saved as it came in.")
    if not exported.is_stripped:
        return _("Saved. The picture says nothing about where and with what it was taken.")
    return _("Saved without place, time and device of taking. The original in the case is unchanged.")
