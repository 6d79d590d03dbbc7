"""Pictures: drawing the same screen twice gives the same pixels, at both sizes, and nothing is cut off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.ui.application import choose_language, choose_theme
from app.ui.sign_in.page import SignInPage, TrialLogin

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)
SIZES = ((1366, 749), (1920, 1061))


def sign_in_page(width: int, height: int) -> SignInPage:
    page = SignInPage(now=lambda: NOW)
    page.set_branch("朝阳支行", "0102")
    page.set_trial(
        [TrialLogin("0217", "李晓", "柜员", "guitai-0217"), TrialLogin("0108", "王建国", "主管", "zhuguan-0108")]
    )
    page.resize(width, height)
    return page


def picture(page: QWidget) -> QImage:
    return page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def differing(first: QImage, second: QImage) -> float:
    """Share of pixels that differ, 0 to 1; read through bytes of images that stay alive."""
    assert first.size() == second.size()
    one, two = bytes(first.constBits()), bytes(second.constBits())
    return sum(one[i : i + 4] != two[i : i + 4] for i in range(0, len(one), 4)) / (len(one) // 4)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_same_screen_gives_the_same_picture(qtbot, width: int, height: int) -> None:
    pictures = []
    for _i in range(2):
        page = sign_in_page(width, height)
        qtbot.addWidget(page)
        with qtbot.waitExposed(page):
            page.show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        pictures.append(picture(page))
        page.hide()
    assert differing(*pictures) <= 0.002


def test_there_and_back_through_themes_and_languages_changes_no_pixel(qtbot) -> None:
    page = sign_in_page(*SIZES[0])
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    before = picture(page)
    choose_theme("dark", 1.0)
    choose_language("en")
    assert differing(before, picture(page)) > 0.5
    choose_language("zh")
    choose_theme("light", 1.0)
    assert differing(before, picture(page)) <= 0.002


@pytest.mark.parametrize("mode", ["sign_in", "lock", "passphrase", "trouble"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_and_no_field_is_cut(qtbot, language: str, scale: float, mode: str) -> None:
    choose_theme("light", scale)
    choose_language(language)
    page = sign_in_page(*SIZES[0])
    qtbot.addWidget(page, before_close_func=lambda page: page.ask_password())
    with qtbot.waitExposed(page):
        page.show()
    long_words = "本机没有可用的系统密钥环（检测到：plaintext）。请安装并解锁系统密钥环，或由主管输入网点口令。" * 2
    {
        "sign_in": lambda: page.show_problem("password", long_words),
        "lock": lambda: page.show_lock("0217", "李晓", "柜员"),
        "passphrase": lambda: page.rare.ask_passphrase(long_words),
        "trouble": lambda: page.rare.show_trouble("keystore_tampered", {}),
    }[mode]()
    qtbot.waitUntil(lambda: not cut_in(page))
    choose_theme("light", 1.0)


def cut_in(page: QWidget) -> list[str]:
    """Texts in `page` that have less room than they need."""
    cut = []
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton | QLineEdit) or not widget.isVisible():
            continue
        needed = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            is_cut = widget.height() < widget.heightForWidth(widget.width())
        else:
            is_cut = widget.width() < needed.width() or widget.height() < needed.height()
        if is_cut and (widget.text() or isinstance(widget, QLineEdit)):
            cut.append(f"{widget.objectName()} {widget.text()} {widget.size()} < {needed}")
    return cut
