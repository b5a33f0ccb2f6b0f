"""The calculator: everything follows as one types, and nothing typed breaks it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from kta_desktop.i18n import set_language
from kta_desktop.services import filling
from ui.dialogs.convert_dialog import ConvertDialog
from ui.widgets.panel import Panel

NOX = {"value": "250", "unit": "ppm", "substance": "no2"}
DUCT = {"temperature": "140", "pressure": "99,1", "moisture": "9", "flow": "12,5"}


@pytest.fixture(scope="module", autouse=True)
def known_units():
    filling.prepare()


@pytest.fixture
def dialog(qtbot):
    set_language("ru")
    made = ConvertDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def said(dialog):
    """Return what both sides say, as one text without hard spaces."""
    panels = dialog.outcome.findChildren(Panel)
    texts = [label.text() for each in panels for label in each.findChildren(QLabel)]
    plain = "\n".join(texts).replace("\u2060", "")
    return plain.replace("\u00a0", " ").replace("\u202f", " ")


def formulas(dialog):
    return [line.cells[1] for line in dialog.outcome.steps.lines.lines]


def test_that_both_bases_stand_side_by_side(dialog):
    dialog.form.fill({**NOX, "o2": "10,4", "o2_ref": "8"})
    assert "629,3 мг/Нм³" in said(dialog)
    assert "586,4 мг/Нм³" in said(dialog)
    assert "250 · 46,005 ÷ 22,414" in formulas(dialog)
    dialog.outcome._which.button("kz").click()
    assert "513,128 · 273,15 ÷ 293,15" in formulas(dialog)


def test_that_the_figure_follows_every_sign_that_is_typed(qtbot, dialog):
    dialog.form.fill(NOX)
    assert "513,1" in said(dialog)
    qtbot.keyClicks(dialog.form.field("value"), "0")
    assert "5131" in said(dialog).replace(" ", "")


def test_that_a_flow_makes_masses(dialog):
    dialog.form.fill({**NOX, **DUCT, "hours": "7920", "throughput": "12,5"})
    for figure in ("7,357 Нм³/с", "7,896 Нм³/с", "3,775 г/с", "107,6 т", "1,087 кг/т"):
        assert figure in said(dialog)


def test_that_what_is_missing_is_marked_at_its_field(dialog):
    dialog.form.fill({"value": "5", "unit": "mg/m3"})
    assert "температура" in dialog.outcome.banner.text()
    assert dialog.form.field("temperature").property("state") == "warning"
    dialog.form.fill({"temperature": "150", "pressure": "100"})
    assert dialog.form.field("temperature").property("state") == ""
    assert dialog.outcome.answers is not None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "пять"}, "не число"),
        ({"o2": "20,95", "o2_ref": "8"}, "слишком близок к воздуху"),
        ({"value": "-3"}, "Пересчёт невозможен"),
        ({"value": "1e308", "unit": "mg/m3", "flow": "1e308", "temperature": "90",
          "pressure": "90", "moisture": "5"}, "выходит за пределы возможных чисел"),
        ({"unit": "ppm", "substance": ""}, "молярная масса"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_converted_is_a_sentence(dialog, fields, words):
    dialog.form.fill({**NOX, **fields})
    assert dialog.outcome.answers is None
    assert words in dialog.outcome.banner.text()
    dialog.form.fill(dict.fromkeys(("o2", "flow"), "") | NOX | {"o2_ref": ""})
    assert dialog.outcome.answers is not None


def test_that_several_samples_come_to_their_mean(dialog):
    dialog.form.fill({**NOX, "value": "240; 250; 260"})
    assert "513,1 мг/Нм³" in said(dialog)
    assert "(492,603 + 513,128 + 533,653) ÷ 3" in formulas(dialog)


def test_that_warnings_stand_with_the_figure(dialog):
    dialog.form.fill({**NOX, "substance": "NO/NO2", "o2": "19", "o2_ref": "8"})
    assert dialog.outcome.answers is not None
    assert "присосы" in dialog.outcome.banner.text()


def test_that_normal_metres_ask_for_their_conditions(dialog):
    assert not dialog.form._origin.isVisible()
    dialog.form.fill({"value": "100", "unit": "mg/Nm3", "from_basis": "kz"})
    assert dialog.form._origin.isVisible()
    assert "107,3 мг/Нм³" in said(dialog)


def test_that_both_conversions_are_copied_as_text(dialog):
    dialog.copy()
    dialog.form.fill(NOX)
    dialog.copy()
    copied = QGuiApplication.clipboard().text()
    assert "478,1" in copied
    assert "46,005" in copied
    assert "\u2060" not in copied


def test_that_tab_goes_through_the_fields_as_they_are_read(qtbot, dialog):
    dialog.activateWindow()
    dialog.form.field("value").setFocus()
    walked = []
    for _step in range(8):
        walked.append(QApplication.focusWidget())
        qtbot.keyClick(walked[-1], Qt.Key.Key_Tab)
    names = ("value", "unit", "substance", "u_pct")
    expected = [dialog.form.field(name) for name in names]
    expected.append(dialog.form._wet.field)
    expected += [dialog.form.field(name) for name in ("temperature", "moisture", "pressure")]
    assert walked == expected
