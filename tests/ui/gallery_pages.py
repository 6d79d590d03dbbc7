"""Pictures of the working pages with invented cases, to look at: python tests/ui/gallery_pages.py --out DIR [names]."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gallery_case import asking_why, revealed, with_news
from gallery_samples import sample_figures
from PySide6.QtWidgets import QApplication, QWidget
from support.case_calls import FakeApprovalCalls, FakeCaseCalls
from support.cases import HANDLER, LOCAL, PEOPLE, RULES, SUPERVISOR, TELLER, TELLER_2, at
from support.counter import Branch, Inline
from support.page_calls import (
    FakeIntakeCalls,
    FakeSearchCalls,
    FakeWorklistCalls,
    drawn,
)

from app.domain.case import Case
from app.domain.commands import AddNote, IntakeForm, RecordPaper, StartHandling
from app.domain.people import RIGHTS
from app.language import _, labels
from app.operations.drafts import DraftView
from app.ui.application import choose_language, choose_theme, make_application
from app.ui.approvals.page import ApprovalsPage
from app.ui.case.page import CasePage
from app.ui.intake.assistance import SimilarCase, Suggested
from app.ui.intake.page import IntakePage
from app.ui.page_context import PageContext
from app.ui.pictures import Picture
from app.ui.search.page import SearchPage
from app.ui.shell.facts import PersonFacts, PrinterFacts, SyncFacts, TodayFacts
from app.ui.shell.main_window import MainWindow
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.shell.page import Page
from app.ui.sign_in.page import SignInPage
from app.ui.worklist.page import WorklistPage

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)
STORIES = (
    ("王明芳", "未经同意开通账单分期 12 期并收取手续费 1,286.00 元，要求退还。", "B03023", "counter"),
    ("李国英", "短信服务费连续三个月重复扣收，电话反映两次无人回复。", "B0501", "phone"),
    ("赵军", "柜台排队超过一小时，叫号系统异常，无人疏导。", "B9901", "counter"),
    ("黄晓军", "自助机吞卡后取卡时间过长，影响次日出行。", "B03013", "letter"),
    ("胡秀", "信用卡被盗刷两笔共 3,420.50 元，已报警，要求先行垫付。", "B03026", "regulator"),
    ("买买提·吐尔逊", "残损人民币兑换被拒，未说明依据。", "B0601", "counter"),
    ("欧阳娜娜", "提前还款违约金计算与合同不一致。", "B0201", "web"),
    ("John Smith", "International transfer fee was charged twice; refund requested.", "B0702", "email"),
    ("吴兰", "征信报告逾期记录有误，要求更正。", "B0903", "regulator"),
    ("胡伟", "理财产品风险等级告知不清，到期收益与宣传不符。", "B04", "phone"),
)
SIMILAR = SimilarCase(
    "case-1",
    "TS0102-26A00031-X",
    "in_progress",
    True,
    date(2026, 11, 6),
    ("same_phone", "near_same_narrative"),
    True,
    "未经同意开通账单分期 12 期并收取手续费 1,286.00 元，要求退还。",
    "王*芳",
)
NARRATIVE = "客户反映 10 月账单显示开通“账单分期”12 期，手续费 1,286.00 元，本人称未办理也未收到确认短信。"


class DrawnCaseCalls(FakeCaseCalls):
    """Letters as they really look."""

    def letter_pages(self, case: Case, width: int) -> tuple[Picture, ...]:
        """The real letter."""
        from app.documents.from_case import resolution_letter_paper
        from app.documents.resolution_letter import make_resolution_letter

        paper = resolution_letter_paper(
            case,
            self.branch.branch,
            self.branch.person,
            issued_on=NOW.date(),
            rights=RULES.rights.as_of(NOW.date()),
            review_days=30,
            copy_no=0,
            language="zh",
        )
        return drawn(make_resolution_letter(paper, "zh"), width)


def branch_of(who: str = TELLER) -> Branch:
    """Ten cases in different states."""
    made = Branch(person=PEOPLE[who])
    days = ("11-06", "11-13", "11-16", "11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-23")
    for number, (name, text, category, channel) in enumerate(STORIES):
        fields = {"complainant_name": name, "narrative": text, "category": category, "channel": channel}
        if channel == "regulator":
            fields["regulator"] = "nfra"
        scene = made.add(f"2026-{days[number]} 09:{10 + number}", phone="13810242716", **fields)
        if number in (0, 2, 4, 5):
            scene.do(HANDLER if number == 2 else TELLER, StartHandling())
        if number in (1, 4):
            scene.request(LOCAL, 1, who=TELLER_2 if number == 1 else TELLER, request_id=f"r{number}")
        if number == 3:
            scene.do(HANDLER, StartHandling())
            scene.decide()
    return made


def context_of(branch: Branch) -> PageContext:
    """What pages are given."""
    return PageContext(
        run=Inline(branch),
        person=branch.person,
        people=lambda: branch.people,
        taxonomy=lambda: RULES.taxonomy,
        clock=branch.clock,  # type: ignore[arg-type]
    )


def window(branch: Branch) -> MainWindow:
    """The window with all working pages."""
    context = context_of(branch)
    makers: dict[str, tuple[Callable[[], str], str, Callable[[], Page]]] = {
        "worklist": (lambda: _("Worklist"), "list", lambda: WorklistPage(context, FakeWorklistCalls(branch))),
        "intake": (
            lambda: _("Record"),
            "file-plus",
            lambda: IntakePage(context, FakeIntakeCalls(branch, is_drawn=True)),
        ),
        "search": (lambda: _("Search"), "search", lambda: SearchPage(context, FakeSearchCalls(branch))),
        "approvals": (
            lambda: _("Approvals"),
            "shield-check",
            lambda: ApprovalsPage(context, FakeApprovalCalls(branch)),
        ),
        "figures": (lambda: _("Figures"), "chart", lambda: sample_figures(context)),
    }
    pages = [
        PageSpec(name, words, icon, factory, f"Ctrl+{place}")
        for place, (name, (words, icon, factory)) in enumerate(makers.items(), 1)
    ]
    pages.append(
        PageSpec(
            "case",
            lambda: _("Case"),
            "file",
            lambda: CasePage(context, DrawnCaseCalls(branch)),
            place=Place.NOWHERE,
            parent_name="worklist",
        )
    )
    navigation = Navigation()
    for page in pages:
        navigation.add(page)
    made = MainWindow(lambda parent: SignInPage(parent=parent), navigation=navigation, now=lambda: NOW)
    made.set_branch("朝阳支行", "0102")
    person = branch.person
    made.enter(
        PersonFacts(person.staff_no, person.name, labels.role(person.role), RIGHTS[person.role]), home="worklist"
    )
    made.desk.status_bar.set_sync(SyncFacts("synced", NOW))
    made.desk.status_bar.set_printer(PrinterFacts("LQ-635K", True))
    made.desk.status_bar.set_today(TodayFacts(6, 2, 3))
    made.desk.status_bar.set_seconds_left(272)
    return made


def typed_form() -> IntakeForm:
    """The form of ux/intake-1366-light.png."""
    return IntakeForm(
        complainant_name="王明芳",
        phone="13810242716",
        id_kind="resident_id",
        id_number="11010519491231002X",
        category="B03023",
        occurred_on="2026-11-20",
        amount="1286",
        narrative=NARRATIVE,
        remedy_sought="取消分期并退还手续费",
    )


def intake(form: IntakeForm | None = None, settlement: str | None = None, *, is_tried: bool = False) -> QWidget:
    """The intake page with a form."""
    branch = branch_of()
    for n, name in enumerate(("赵海燕", "周杰", "")):
        draft = IntakeForm(
            complainant_name=name, narrative="银行卡被吞后三天未退还，多次来电。" if n < 2 else "利率与宣传不符"
        )
        branch.drafts[f"d{n}"] = DraftView(f"d{n}", draft, at(f"2026-11-23 1{n}:05"))
    made = window(branch)
    made.resize(1366, 697)
    made.show()
    made.go("intake")
    page = made.desk.page()
    if form is not None:
        page.form.fill(form, settlement)
        page.presenter.change(page.form.value(), page.form.settlement_value())
        page.presenter.save_draft()
        page.presenter.slip.make()
    if is_tried:
        page._record(True)
    else:
        page.form.go_to("complainant_name")
    return made


def intake_beside(view: str, section: str = "", **fields: Any) -> QWidget:
    """The intake page with the rarer fields or the similar complaints beside the form."""
    made = intake(replace(typed_form(), **fields))
    page = made.desk.page()
    page.show_suggestions((Suggested("B03022", ("还款",)), Suggested("B0501", ("短信",))))
    page.show_similar((SIMILAR, replace(SIMILAR, case_id="case-4", is_repeat=False, reasons=("same_phone",))), "")
    if view:
        page.go_right(view)
    if section:
        page.more.sections[section].set_open(True)
        page.more.enter(section)
    return made


def intake_drafts() -> QWidget:
    """Three customers at once, and something recorded before."""
    made = intake(typed_form())
    page = made.desk.page()
    page._record(True)
    for name in ("赵海燕", "欧阳娜娜"):
        page.presenter.new_form()
        page.form.complainant_name.set_value(name)
        page.form.narrative.set_value("自助机吞卡。")
    page.presenter.save_draft()
    page.presenter.slip.make()
    return made


def listed(who: str = TELLER, view: str = "all") -> QWidget:
    """The worklist."""
    made = window(branch_of(who))
    made.resize(1366, 697)
    made.show()
    made.go("worklist", view=view)
    return made


def case(number: int, who: str = TELLER, action: str = "") -> QWidget:
    """A case page."""
    branch = branch_of(who)
    scene = branch.scenes[f"case-{number}"]
    if number == 1:
        scene.do(HANDLER, AddNote("已调取 10 月通话录音，客户未确认开通分期，待信用卡中心核查意见。"))
    if number == 6:
        scene.extend(LOCAL, 1, SUPERVISOR)
        scene.do(TELLER, RecordPaper("extension_notice", "0", "a4"))
    made = window(branch)
    made.resize(1366, 697)
    made.show()
    made.go("case", case_id=f"case-{number}", action=action)
    return made


def approvals(who: str = SUPERVISOR, *, has_dialog: bool = False) -> QWidget:
    """The approvals page."""
    made = window(branch_of(who))
    made.resize(1366, 697)
    made.show()
    made.go("approvals")
    if has_dialog:
        page = made.desk.page()
        page.card.reason.set_value("情况属实，同意。")
        page.presenter.decide(True)
        page.dialog.staff_no.set_value("0401")
        page.presenter.sign("0401", "nope")
    return made


def found() -> QWidget:
    """The search page."""
    made = window(branch_of())
    made.resize(1366, 697)
    made.show()
    made.go("search", text="胡")
    made.desk.page().words.set_value("信用卡")
    made.desk.page().presenter.search("信用卡")
    return made


def figures(step: int = 0) -> QWidget:
    """The page of figures, with a formula."""
    made = window(branch_of(SUPERVISOR))
    made.show()
    made.go("figures")
    made.desk.page().presenter.step(step)
    made.desk.page().cards.asked.emit("timeliness")
    return made


SCREENS: dict[str, Callable[[], QWidget]] = {
    "intake": lambda: intake(typed_form()),
    "intake-empty": intake,
    "intake-settled": lambda: intake(typed_form(), "当场退还手续费，客户表示满意。"),
    "intake-errors": lambda: intake(
        IntakeForm(complainant_name="王明芳", phone="138102", narrative="", remedy_sought="退还"), is_tried=True
    ),
    "intake-drafts": intake_drafts,
    "intake-noticed": lambda: intake_beside("", category="", narrative=NARRATIVE + "卡号 6222021001000000007。"),
    "intake-arrival": lambda: intake_beside("more", "arrival", channel="regulator"),
    "intake-agent": lambda: intake_beside("more", "people", capacity="agent"),
    "intake-about": lambda: intake_beside("more", "about", rights=("R1_property",), respondents=("0301",)),
    "intake-similar": lambda: intake_beside("similar"),
    "figures": figures,
    "figures-empty": lambda: figures(-1),
    "worklist": listed,
    "worklist-done": lambda: listed(SUPERVISOR, "mine"),
    "case": lambda: case(1),
    "case-extend": lambda: case(6, action="request_extension"),
    "case-decide": lambda: case(6, HANDLER, "record_decision"),
    "case-notice": lambda: case(4, HANDLER, "give_notice"),
    "case-letter": lambda: case(4, HANDLER, "make_letter"),
    "case-news": lambda: with_news(case(6, HANDLER, "record_decision")),
    "case-withdraw": lambda: case(1, TELLER, "withdraw"),
    "case-why": lambda: asking_why(case(6, HANDLER)),
    "case-revealed": lambda: revealed(case(6, HANDLER)),
    "approvals": approvals,
    "approvals-sign": lambda: approvals(TELLER, has_dialog=True),
    "search": found,
}


def main() -> None:
    """Write the pictures asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sizes", default="1366x697,1920x1009")
    parser.add_argument("--themes", default="light")
    parser.add_argument("--langs", default="zh")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    app = make_application([], theme="light")
    assert isinstance(app, QApplication)
    for theme in asked.themes.split(","):
        choose_theme(theme, asked.scale)
        for lang in asked.langs.split(","):
            choose_language(lang)
            for name in asked.names or SCREENS:
                for size in asked.sizes.split(","):
                    _write(app, name, size, asked.out / f"{name}-{size.split('x')[0]}-{theme}-{lang}.png")


def _write(app: QApplication, name: str, size: str, path: Path) -> None:
    width, height = map(int, size.split("x"))
    made = SCREENS[name]()
    made.resize(width, height)
    made.activateWindow()
    for _i in range(30):
        app.processEvents()
    page = made.desk.page()
    for timer in ("_pane_timer", "_preview_timer", "_save_timer"):
        held = getattr(page, timer, None)
        if held is not None and held.isActive():
            held.timeout.emit()
    for _i in range(10):
        app.processEvents()
    picture = made.grab()
    dialog = getattr(page, "dialog", None)
    if dialog is not None:
        from PySide6.QtGui import QPainter

        painter = QPainter(picture)
        painter.drawPixmap((width - dialog.width()) // 2, (height - dialog.height()) // 2, dialog.grab())
        painter.end()
    picture.save(str(path))
    print(path)
    made.close()
    made.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
