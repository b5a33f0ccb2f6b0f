"""What the page of techniques says of a row that names a technique of no book."""

from kta_desktop.assessment import bat_lines
from tests.unit.assessment import plants
from ui.models import bat_rows, technique_more


def test_that_a_row_of_a_technique_of_no_book_is_told_without_costs():
    row = {"bat": plants.words("Своя установка"), "state": plants.one("applied")}
    known = plants.known(plants.pack("food"), plants.rows("core_techniques", row))
    bat = next(each for each in bat_lines.bat_lines(known) if each.technique.id == "other")
    (line,) = bat.lines
    words, path = technique_more.costs_of(known, line.technique.id)
    assert words == technique_more.costs_of(known, known.definition.techniques[0].id)[0]
    assert path
    assert "Своя установка" in bat_rows.line_title(bat, line)
