"""The start of a session by keyboard: where Tab goes and what it leaves alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kta_desktop.domain.gas import Given
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.services.session_plan import Choices, EmissionSource, SamplingPoint
from ui.dialogs.start_session import StartSessionDialog
from ui.models.session_start import Offer

NAME = {"ru": "Анализатор", "kk": "Анализатор", "en": "Analyser"}
ANALYSER = InstrumentProfile.model_validate(
    {
        "id": "analyser",
        "name": NAME,
        "registers": [
            {"channel": "nox", "label": NAME, "unit": "ppm", "address": 0, "substance": "NOx"},
            {"channel": "t_gas", "label": NAME, "unit": "degC", "address": 1},
        ],
    }
)
SOURCE = EmissionSource(
    address="source/a",
    name="0001 котельная",
    points=(SamplingPoint(name="Т-1, газоход", where="0001 котельная", diameter_m=0.8),),
    gas={"moisture": Given(value=11.2)},
)


@pytest.fixture
def dialog(qtbot, runner):
    choices = Choices(sources=(SOURCE,), points=SOURCE.points)
    made = StartSessionDialog(Offer(choices=choices, profiles=(ANALYSER,)), runner)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def names_by_tab(qtbot, dialog, until):
    """Return the names of what Tab comes to until a button of this name."""
    found = []
    for _step in range(60):
        widget = dialog.focusWidget()
        found.append(widget.objectName())
        if found[-1] == until:
            return found
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    raise AssertionError(found)


def settle():
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def test_that_tab_goes_through_what_was_added_where_it_is_read(qtbot, dialog):
    dialog.links.add()
    settle()
    dialog.where.source.field.setFocus()
    found = names_by_tab(qtbot, dialog, "startRecording")
    reading = [
        "session_source", "session_point", "session_regime", "sessionChannel", "addQuantity",
        "sessionProfile", "session_serial", "addInstrument", "gas_moisture", "startRecording",
    ]  # fmt: skip
    assert [name for name in dict.fromkeys(found) if name in reading] == reading
    assert found.count("sessionProfile") == 2


def test_that_leaving_a_source_keeps_the_point_and_the_diameter_that_were_typed(qtbot, dialog):
    dialog.fill(source=SOURCE.name)
    dialog.where.source.field.setFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert (dialog.where.point_name, dialog.where.diameter_m) == ("Т-1, газоход", 0.8)
    dialog.fill(point="лючок 2", diameter="0,72")
    dialog.where.source.field.setFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert (dialog.where.point_name, dialog.where.diameter_m) == ("лючок 2", 0.72)


def test_that_the_fourth_section_is_reached_past_what_an_instrument_tells(qtbot, dialog):
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    focused: QWidget = dialog.focusWidget()
    assert focused.objectName() == "gas_p_static"  # the first one, the temperature, is told
