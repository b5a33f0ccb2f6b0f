"""One table of colours: readable, and the only place where a colour is written."""

import re

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kta_desktop.paths import RESOURCES
from ui.theme import font, icon, pixmap, theme
from ui.theme.tokens import THEMES

UI = RESOURCES.parent / "ui"
GROUNDS = ("bg", "sf", "sf2")
TEXTS = [
    *((text, ground) for text in ("tx", "tx2") for ground in (*GROUNDS, "acs")),
    *(("tx3", ground) for ground in GROUNDS),
    ("ac", "sf"),
    ("onac", "ac"),
    ("onac", "ach"),
    ("railtx", "rail"),
    ("onrail", "railon"),
    ("rail", "gold"),
    ("ondesk", "desk"),
    *((name, f"{name}s") for name in ("ok", "wr", "er", "nd", "na")),
    *((name, "sf") for name in ("ok", "wr", "er", "nd", "na")),
]
BORDERS = [("bd2", "sf"), ("foc", "sf"), ("foc", "bg"), ("ac", "acs"), ("gold", "railon")]


def luminance(colour):
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_that_text_is_readable_on_its_ground(name, text, ground):
    tokens = THEMES[name]
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("border", "ground"), BORDERS)
def test_that_borders_of_controls_are_seen(name, border, ground):
    tokens = THEMES[name]
    assert contrast(getattr(tokens, border), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("name", THEMES)
def test_that_series_of_charts_are_seen(name):
    tokens = THEMES[name]
    assert all(contrast(pen.colour, tokens.sf) >= 4.5 for pen in tokens.series)


def test_that_series_differ_by_more_than_colour():
    for tokens in THEMES.values():
        assert len({(pen.width, pen.pattern) for pen in tokens.series}) == len(tokens.series)


LITERAL = re.compile(
    r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"';])|\brgba?\(|QColor\(\s*[\d\"'Q]"
    r"|GlobalColor\.(?!transparent)"
)


def test_that_no_colour_is_written_outside_the_table():
    files = [path for path in UI.rglob("*.py") if path.name != "tokens.py"]
    files.append(RESOURCES / "theme" / "style.qss")
    found = {
        f"{path.relative_to(UI.parent)}: {match[0]}"
        for path in files
        for match in LITERAL.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_that_only_icons_in_use_are_shipped():
    shipped = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    assert {name for name in shipped if f'"{name}"' not in code} == set()


def test_that_every_icon_takes_the_colour_of_the_theme():
    for path in sorted((RESOURCES / "icons").glob("*.svg")):
        image = pixmap(path.stem, "er", 24).toImage()
        colours = {
            image.pixelColor(x, y).name().upper()
            for x in range(24)
            for y in range(24)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert colours <= {theme.tokens.er}, path.stem


def test_that_an_icon_fills_its_square_at_every_pixel_ratio():
    for ratio in (1.0, 1.25, 1.5, 2.0):
        image = pixmap("square", "tx", 24, ratio).toImage()
        side = image.width()
        low = [y for y in range(side) for x in range(side) if image.pixelColor(x, y).alpha() > 128]
        assert side == round(24 * ratio)
        assert max(low) > 0.8 * side


def test_that_the_theme_reaches_palette_and_stylesheet(qapp):
    theme.use("night")
    assert QApplication.palette().window().color().name().upper() == theme.tokens.bg
    assert theme.tokens.foc in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_that_the_theme_goes_round():
    assert [theme.cycle(), theme.cycle(), theme.cycle()] == ["night", "sun", "light"]


def test_that_gloves_make_controls_larger():
    before = theme.sizes.control
    theme.use("light", glove=True)
    assert theme.is_glove
    assert theme.sizes.control > before


def test_that_figures_have_one_width_and_kazakh_letters_are_there():
    from PySide6.QtGui import QFontInfo, QFontMetrics

    metrics = QFontMetrics(font("strong"))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert QFontInfo(font()).family() == "Inter"
    letters = "әғқңөұүһіӘҒҚҢӨҰҮҺІ₸≤≥−"
    assert [letter for letter in letters if not metrics.inFontUcs4(ord(letter))] == []


def test_that_icons_are_kept():
    assert icon("lock").cacheKey() == icon("lock").cacheKey()
    assert icon("lock", "er").cacheKey() != icon("lock", "ok").cacheKey()


def test_that_qt_does_not_lose_references_to_none():
    """PySide6 6.12.0 on Python 3.11 took a reference of None at every call that returns it."""
    import sys

    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(200):
        label.setText(str(number))
    assert sys.getrefcount(None) >= before - 5
