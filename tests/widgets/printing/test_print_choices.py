"""What is chosen to be printed: orders made of it, and what this computer remembers."""

from dataclasses import replace

import pytest

from kta_desktop.domain.texts import Text
from kta_desktop.services.print_centre import SectionLine, SessionLine, Stock
from kta_desktop.services.printing import Kind, SheetInfo, Which
from ui.models.print_choices import OTHERS, Choices, Printed, PrintMemory, from_json
from ui.models.print_places import captions, lengths

STOCK = Stock(
    number="1",
    sections=tuple(
        SectionLine(name=name, number=name, title=Text(ru=name), is_complete=True)
        for name in ("a", "b")
    ),
    sessions=tuple(
        SessionLine(id=name, place="", names=(), started_at="") for name in ("s-1", "s-2")
    ),
    others={Kind.PROTOCOL: 1},
)


def test_that_all_sections_are_asked_for_without_naming_them():
    assert Choices().order(STOCK).sections is None
    assert Choices(without=frozenset("a")).order(STOCK).sections == ("b",)
    assert Choices(without=frozenset("ab")).order(STOCK) is None


def test_that_what_is_left_out_of_one_document_stays_in_another():
    choices = Choices(without=frozenset("a"), kind=Kind.PROTOCOL)
    assert choices.order(STOCK).sessions is None
    assert choices.leaving_out(frozenset({"s-1"}), STOCK).without == {"a", "s-1", OTHERS}


def test_that_an_empty_audit_can_order_what_has_no_sessions():
    assert Choices(kind=Kind.PROTOCOL).order(Stock(number="1")).sessions is None


def test_that_which_questions_concerns_the_sheets_only():
    choices = Choices(which=Which.MISSING)
    assert choices.order(STOCK).which is Which.MISSING
    assert replace(choices, kind=Kind.REPORT).order(STOCK).which is Which.ALL


def test_that_a_file_tells_for_whom_it_is():
    choices = Choices(kind=Kind.REPORT, language="ru")
    names = {replace(choices, layout=layout).file_name("7") for layout in ("bureau", "ministry")}
    assert names == {"7-report-bureau-ru", "7-report-ministry-ru"}
    assert Choices(fill=Kind.BLANK).file_name("7") == "7-blank-ru+kk"


def test_that_choices_outlive_the_program():
    chosen = Choices(
        kind=Kind.SAMPLING, fill=Kind.BOTH, language="kk", layout="ministry", which=Which.MISSING,
        qr=False, photos=False, table_rows=9, without=frozenset({"a"}),
    )  # fmt: skip
    PrintMemory("one").keep_choices(chosen)
    assert PrintMemory("one").choices() == chosen
    assert PrintMemory("two").choices() == Choices()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {"kind": "gazette", "fill": 1, "language": ["ru"], "layout": None},
        {"qr": "no", "photos": 3, "table_rows": 5000, "without": "ab"},
        {"table_rows": True, "which": {"a": 1}},
    ],
)
def test_that_what_cannot_be_a_choice_is_the_default(stored):
    assert from_json(stored) == Choices()


def test_that_the_last_print_and_the_pages_are_remembered():
    memory = PrintMemory("one")
    assert memory.printed() is None
    memory.keep_printed(Printed(Kind.PLAN, "2026-11-22T06:20:00+00:00", 2))
    memory.keep_pages(Kind.REPORT, 86)
    memory.keep_pages(Kind.PLAN, 4)
    again = PrintMemory("one")
    assert again.printed() == Printed(Kind.PLAN, "2026-11-22T06:20:00+00:00", 2)
    assert (again.pages(Kind.REPORT), again.pages(Kind.PLAN), again.pages(Kind.FILLED)) == (
        86,
        4,
        0,
    )


def test_that_pages_are_counted_for_each_section_filled_and_blank(tmp_path):
    starts = {"cover": 1, "section-a": 2, "blank-a": 5, "section-b": 6}
    sheet = SheetInfo(path=tmp_path, pages=9, sha256="", code="", starts=starts)
    assert lengths(sheet, STOCK) == {OTHERS: 1, "a": 4, "b": 4}
    assert captions(sheet, STOCK)[0] == ""
    assert captions(sheet, STOCK)[4] == "a. a"
