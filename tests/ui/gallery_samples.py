"""Pages made only to look at widgets together: a form like intake, and lists with chips and a timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.figures import Figures, OverdueCase, Rate
from app.operations.read_figures import FiguresReading, OverdueLine
from app.store.figures import NamedCase
from app.ui.figures.page import FiguresPage
from app.ui.page_context import PageContext
from app.ui.shell.page import Page, scrolling
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, IconButton, LinkButton, PrimaryButton
from app.ui.widgets.cards import Card, FieldGrid
from app.ui.widgets.chips import DeadlineChip, View, ViewChips
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.enter_walk import EnterWalk
from app.ui.widgets.error_summary import ErrorSummary
from app.ui.widgets.fields import DisplayField, TextField
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.pdf_preview import PageImage, PdfPreview
from app.ui.widgets.timeline import Timeline, TimelineItem

NOVEMBER = date(2026, 11, 23)


class FormPage(Page):
    """A form like intake, to judge fields, cards, errors, preview and action bar together."""

    def __init__(self) -> None:
        super().__init__()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 4, 12)
        column.setSpacing(12)
        self.errors = ErrorSummary()
        column.addWidget(self.errors)
        card = Card(1, "客户信息")
        hint = QLabel("扫描身份证或回执二维码可自动填入  F8")
        hint.setProperty("kind", "caption")
        card.add_corner(hint)
        grid = FieldGrid()
        self.name = grid.add(TextField("客户姓名", name="name"))
        self.phone = grid.add(TextField("联系电话", code=True))
        self.capacity = grid.add(ComboField("投诉人身份", [Choice("self", "本人"), Choice("agent", "代理人")]))
        grid.add(ComboField("证件类型", [Choice("id", "居民身份证")]))
        grid.add(TextField("证件号码", code=True))
        grid.add(TextField("账号 / 卡号", optional=True, code=True, hint="末四位即可"))
        card.body.addWidget(grid)
        column.addWidget(card)
        self._add_story(column)
        column.addStretch(0)
        self.preview = PdfPreview()
        side = Card(None, "回执预览")
        side.add_corner(IconButton("printer", "打印"))
        side.body.addWidget(self.preview, 1)
        side.setFixedWidth(374)
        row = QHBoxLayout()
        row.addWidget(scrolling(body), 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 12, 16, 12)
        holder.addWidget(side)
        row.addLayout(holder)
        self.column.addLayout(row, 1)
        main = PrimaryButton("登记并打印回执", icon="printer")
        bar = ActionBar(Button("清空"), Button("添加附件", icon="paperclip"), Button("仅登记"), main)
        bar.set_note("草稿已自动保存 14:31:58", "check")
        self.column.addWidget(bar)
        self.walk = EnterWalk(self, [self.name, self.phone, self.category, self.day, self.what], then=main)

    def _add_story(self, column: QVBoxLayout) -> None:
        card = Card(2, "投诉内容")
        grid = FieldGrid()
        self.category = grid.add(
            ComboField("投诉类别", [Choice("c", "信用卡"), Choice("d", "借记卡")], searchable=True)
        )
        self.day = grid.add(DateField("发生日期", today=lambda: date(2026, 11, 23)))
        grid.add(TextField("涉及金额（元）", optional=True, code=True))
        self.what = grid.add(MultilineField("投诉事项（客户原话）", max_length=12000), 2, grows=True)
        grid.add(MultilineField("客户诉求", max_length=1000), 1, grows=True)
        card.body.addWidget(grid)
        column.addWidget(card, 1)
        card = Card(3, "受理与时限")
        grid = FieldGrid()
        grid.add(ComboField("受理渠道", [Choice("counter", "柜面")]))
        grid.add(ComboField("办理类型", [Choice("n", "一般（15 日）")]))
        self.due = grid.add(DisplayField("答复时限（自动计算）"))
        card.body.addWidget(grid)
        column.addWidget(card)

    def title(self) -> str:
        return "受理登记"

    def on_shown(self, **arguments: object) -> None:
        self.name.set_value("王明芳")
        self.phone.set_value("138 1024 2716")
        self.capacity.set_value("self")
        self.category.set_value("c")
        self.day.set_value(date(2026, 11, 20))
        self.what.set_value(
            "客户反映 10 月账单显示开通“账单分期”12 期，手续费 1,286.00 元，本人称未办理也未收到确认短信。"
        )
        self.due.set_value("2026-12-08 周二 17:00")
        self.preview.show_pages([PageImage(300, 420, b"\xff" * 300 * 420 * 4)])
        self.name.editor.setFocus()


class ListPage(Page):
    """Chips, timeline and empty state."""

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 12)
        views = [View("all", "全部", 100000), View("mine", "我的待办", 32), View("today", "今日到期", 2)]
        top = QHBoxLayout()
        top.addWidget(ViewChips(views), 1)
        top.addWidget(LinkButton("保存视图"))
        body.addLayout(top)
        chips = QHBoxLayout()
        for text, urgency in (
            ("逾期 2 天", "overdue"),
            ("今日 17:00", "today"),
            ("剩 3 天", "soon"),
            ("剩 4 天", "later"),
        ):
            chips.addWidget(DeadlineChip(text, urgency))
        chips.addStretch(1)
        body.addLayout(chips)
        row = QHBoxLayout()
        card = Card(None, "办理进程")
        line = Timeline()
        line.show_items(
            [
                TimelineItem("柜面受理，打印回执", "11-21 09:32  李晓"),
                TimelineItem("转信用卡中心核查", "11-21 10:05  李晓", "请核查 10 月账单分期的开通渠道与确认记录。"),
                TimelineItem("延期申请被驳回", "11-22 16:20  周敏", tone="error"),
                TimelineItem("待出具处理决定", is_open=True),
            ]
        )
        card.body.addWidget(line)
        row.addWidget(card, 1)
        card = Card()
        card.body.addWidget(EmptyState("今日已全部办结", "新的投诉登记后会出现在这里。", icon="check-circle"))
        row.addWidget(card, 1)
        body.addLayout(row, 1)
        self.column.addLayout(body, 1)

    def title(self) -> str:
        return "工作清单"


class SampleFiguresCalls:
    """A month of the branch; another month has nothing."""

    def read(self, desk: Any, first: date, last: date) -> FiguresReading:
        """The figures of a period."""
        is_now = first <= NOVEMBER <= last
        rate = (lambda n, m: Rate(n, m, m < 5)) if is_now else (lambda n, m: Rate(0, 0, True))
        figures = Figures(
            first,
            last,
            *((128, 126, 117) if is_now else (0, 0, 0)),
            timeliness=rate(115, 117),
            strict_timeliness=rate(115, 119),
            satisfaction=rate(3, 4),
            answered=rate(4, 117),
            completion=rate(98, 126),
            first_contact_resolution=rate(41, 126),
            regulator_escalation=rate(2, 126),
            repeats=rate(9, 131),
            ever_overdue=rate(4, 128),
            open_overdue=2,
        )
        cases = ((17, True, "欧*娜", "B0903"), (9, True, "买****尔", "B0601"), (4, False, "J*** S****", "B1103"))
        lines = tuple(
            OverdueLine(
                OverdueCase(f"case-{n}", date(2026, 11, 23 - days), days, is_running),
                NamedCase(f"TS0102-26A0003{n}-X", name, category, "accepted", "0217"),
            )
            for n, (days, is_running, name, category) in enumerate(cases, 1)
        )
        categories = (("B03", 42), ("B02", 35), ("B09", 21), ("B05", 12), ("B10", 8), ("B04", 6), ("", 4))
        channels = (("counter", 61), ("phone", 34), ("hotline", 18), ("government_web", 8), ("letter", 5), ("fax", 2))
        at = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
        if not is_now:
            return FiguresReading(figures, (), 0, (), (), 5, 30, at)
        return FiguresReading(figures, lines, 3, categories, channels, 5, 30, at)


def sample_figures(context: PageContext) -> FiguresPage:
    """The page of figures with that month."""
    return FiguresPage(context, SampleFiguresCalls())  # type: ignore[arg-type]
