"""What people write is shown as written, never read as HTML."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment

from ui.theme.tips import tip
from ui.widgets.label import Label

NAMES = ["<img src=x>", "<b>ТОО</b> & Ко\n<i>вторая</i>", "a < b, b > c", "АО «Сүт» &amp; {x} %s"]


@pytest.mark.parametrize("name", NAMES)
def test_that_a_tooltip_shows_every_sign(qapp, name):
    shown = tip(name)
    if shown != name:
        shown = QTextDocumentFragment.fromHtml(shown).toPlainText()
    assert shown == name


@pytest.mark.parametrize("name", NAMES)
def test_that_a_label_shows_every_sign(qtbot, name):
    label = Label(name)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == name
