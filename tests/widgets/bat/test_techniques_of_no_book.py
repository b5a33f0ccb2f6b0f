"""What the page of techniques says of a row that names a technique of no book."""

from PySide6.QtWidgets import QLabel

from kta_desktop.assessment import bat_lines
from tests.unit.assessment import plants
from ui.models import bat_rows, technique_more
from ui.widgets.bat_panel import BatPanel
from ui.widgets.indicator_panel import IndicatorPanel


def test_that_a_row_of_a_technique_of_no_book_is_told_without_costs():
    row = {"bat": plants.words("Своя установка"), "state": plants.one("applied")}
    known = plants.known(plants.pack("food"), plants.rows("core_techniques", row))
    bat = next(each for each in bat_lines.bat_lines(known) if each.technique.id == "other")
    (line,) = bat.lines
    words, path = technique_more.costs_of(known, line.technique.id)
    assert words == technique_more.costs_of(known, known.definition.techniques[0].id)[0]
    assert path
    assert "Своя установка" in bat_rows.line_title(bat, line)


def test_that_what_is_not_computed_yet_is_not_called_absent(qtbot):
    bats, figures = BatPanel(lambda _path: ""), IndicatorPanel(plants.pack("food"))
    panels = (bats, figures)
    for panel in panels:
        qtbot.addWidget(panel)
    assert _says(bats, "Сопоставляем")
    assert _says(figures, "Считаем")
    bats.show_bats(())
    figures.show_indicators((), {})
    assert _says(bats, "нет техник")
    assert _says(figures, "Показателей пока нет")


def _says(panel, words):
    return any(words in label.text() for label in panel.findChildren(QLabel))
