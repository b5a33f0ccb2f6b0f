"""Lines with tick boxes, as they are painted."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.tick_list import TickLine, TickList


def painted(widget):
    picture = widget.grab().toImage()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {picture.pixel(*place) for place in places}


@pytest.mark.parametrize("is_ticked", [True, False])
def test_that_the_line_with_the_keyboard_shows_its_words(qtbot, is_ticked):
    without = frozenset() if is_ticked else frozenset({"wat"})
    shown = []
    for words in ("8. Вода", ""):
        view = TickList()
        qtbot.addWidget(view)
        view.resize(120, 32)
        view.show_lines([TickLine("wat", words)], without)
        view.show()
        with qtbot.waitActive(view):
            view.activateWindow()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        assert view.hasFocus()
        shown.append(painted(view))
    assert shown[0] - shown[1]
