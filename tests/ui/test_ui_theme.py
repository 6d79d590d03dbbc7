"""Themes: every pair of colours that carries text or a border is readable, every token is there, icons are sharp."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from app.system.resources import resource_path
from app.ui.application import choose_theme
from app.ui.theme import THEMES, icon, metrics, pixmap, set_icon, theme
from app.ui.theme.apply import style_sheet
from app.ui.theme.roles import PAIRS, contrast, load_theme
from app.ui.theme.sizes import Metrics


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_every_pair_is_readable(name: str, text: str, ground: str, least: float) -> None:
    roles = load_theme(name).roles
    assert contrast(roles[text], roles[ground]) >= least, f"{text} {roles[text]} on {ground} {roles[ground]}"


def test_high_contrast_is_high() -> None:
    roles = load_theme("contrast").roles
    for text, ground, least in PAIRS:
        if least == 4.5:
            assert contrast(roles[text], roles[ground]) >= 6.5, (text, ground)


def test_themes_have_the_same_roles() -> None:
    assert {name: set(load_theme(name).roles) for name in THEMES} == {
        name: set(load_theme("light").roles) for name in THEMES
    }


@pytest.mark.parametrize("name", THEMES)
def test_style_sheet_is_filled_in_completely(name: str) -> None:
    sheet = style_sheet(load_theme(name), Metrics())
    assert "$" not in sheet
    for file in re.findall(r"url\(themes:([^)]+)\)", sheet):
        assert resource_path(f"themes/{file}").is_file(), file


def test_sizes_grow_with_the_text_size() -> None:
    assert "min-height: 28px" in style_sheet(load_theme("light"), Metrics(1.0))
    assert "min-height: 42px" in style_sheet(load_theme("light"), Metrics(1.5))
    assert Metrics(1.25).field == 40


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    names = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
    assert len(names) >= 25
    for name in names:
        image = pixmap(name, "text", 24).toImage()
        inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))
        assert 4 < inked < 400, name


def test_icons_used_in_the_program_exist() -> None:
    used: set[str] = set()
    for path in Path(resource_path("..")).resolve().glob("app/ui/**/*.py"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'icon="([a-z-]+)"', source)) | set(re.findall(r'pixmap\("([a-z-]+)"', source))
    missing = {name for name in used if not resource_path(f"icons/{name}.svg").is_file()}
    assert not missing


def test_switching_recolours_icons_palette_and_widgets(qtbot, qapp: QApplication) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    set_icon(button, "check", "text", 24)
    before = button.icon().pixmap(24, 24).toImage()
    choose_theme("dark", 1.25)
    assert theme().name == "dark"
    assert qapp.palette().window().color() == QColor(theme().roles["background"])
    assert button.icon().pixmap(30, 30).toImage() != before
    assert button.iconSize().width() == 30
    assert metrics().field == 40
    assert not icon("check").isNull()


def test_an_unknown_role_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        theme().color("mauve")


@pytest.mark.parametrize("name", THEMES)
def test_the_short_reading_of_a_theme_is_what_toml_says(name: str) -> None:
    data = tomllib.loads(resource_path(f"themes/{name}.toml").read_text(encoding="ascii"))
    assert load_theme(name) == (data["name"], data["is_dark"], data["roles"])
