"""A name above a page."""

from PySide6.QtWidgets import QDialog

from ui.dialogs.page_parts import open_at
from ui.widgets.two_lines import TwoLineLabel

NAME = "Товарищество с ограниченной ответственностью «Ақбұлақ сүт өнімдері және сыр зауыты»"


def test_that_a_long_name_keeps_to_two_lines_and_stays_whole_in_its_tooltip(qtbot):
    label = TwoLineLabel("title")
    qtbot.addWidget(label)
    label.resize(260, 60)
    label.show_name(NAME)
    label.show()
    assert label.text().endswith("…")
    assert label.heightForWidth(260) <= 2 * label.fontMetrics().lineSpacing() + 2
    assert NAME in label.toolTip()
    assert label.accessibleName() == NAME

    label.resize(1200, 60)
    assert label.text() == NAME
    assert not label.toolTip()


def test_that_a_dialog_is_never_higher_than_the_screen(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    open_at(dialog, 400, 5000)
    assert dialog.width() == 400
    assert dialog.height() < dialog.screen().availableGeometry().height()


def test_that_a_dialog_is_never_wider_than_the_screen(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    open_at(dialog, 5000, 300)
    assert dialog.width() == dialog.screen().availableGeometry().width()
