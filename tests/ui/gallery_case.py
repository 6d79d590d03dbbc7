"""Pictures of the case page: news while somebody types, details asked for and shown in full."""

from __future__ import annotations

from typing import Any

from support.cases import DECISION, HANDLER, TELLER_2

from app.domain.commands import AddNote


def with_news(made: Any) -> Any:
    """Somebody else wrote while a decision is being typed."""
    page = made.desk.page()
    for name in ("findings", "basis"):
        page.form.fields[name].set_value(getattr(DECISION, name))
    scene = page.presenter._calls.branch.scenes["case-6"]
    scene.do(TELLER_2, AddNote("客户今日再次来电，要求本周内答复。"))
    page.refresh()
    page.form.show_problems({"reasons": "处理理由不能为空。", "remedy": "处理结果不能为空。"}, "")
    return made


def asking_why(made: Any) -> Any:
    """Somebody is asked what details are needed for."""
    page = _with_note(made)
    page.presenter._calls.needs_password = True
    page.toggle_reveal()
    page.reveal_dialog.choose("other")
    page.dialog = page.reveal_dialog
    return made


def revealed(made: Any) -> Any:
    """Details in full."""
    page = _with_note(made)
    page.presenter.contact.give("call_customer", "", "")
    return made


def _with_note(made: Any) -> Any:
    page = made.desk.page()
    scene = page.presenter._calls.branch.scenes["case-6"]
    who = scene.folded.intake.complainant
    scene.do(HANDLER, AddNote(f"已致电{who.name}（{who.phone}），客户要求书面答复。"))
    page.refresh()
    return page
