"""Claims about what was closed today, and about the list that is printed for the plant."""

import json
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from kta_desktop.commands.audits import glance
from kta_desktop.services import (
    answering,
    auditing,
    filling,
    judging,
    missing_list,
    overview_people,
    overview_today,
    printing,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview import overview
from kta_desktop.services.printing import Kind, Order
from kta_desktop.services.section_numbers import numbers_of, sections_named

WRONG = {"text": "12.5.0"}
RIGHT = {"text": "12,5", "value": "12.5"}


def _today():
    return datetime.now(UTC).astimezone().date()


def _found(ws, audit, today):
    record = auditing.load(ws, audit)
    state = filling.of_audit(record)
    return record, state, overview(record, state, judging.sessions(record), today)


def _closed(ws, audit, today):
    opened = overview_today.opened_with(ws, audit, today)
    _record, state, found = _found(ws, audit, today)
    return overview_today.closed(opened, found.keys, state)


def test_that_an_error_of_yesterday_that_was_corrected_today_is_closed(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    tomorrow = _today() + timedelta(days=1)
    assert overview_today.opened_with(ws, audit, tomorrow) == {"error:wat_03"}
    answering.store(ws, audit, [Edit("wat_03", RIGHT)])
    _record, state, found = _found(ws, audit, tomorrow)
    closed = overview_today.closed({"error:wat_03"}, found.keys, state)
    assert closed == ("error:wat_03",)
    assert overview_today.place_of(closed[0]) == "wat_03"


def test_that_an_error_made_and_corrected_on_one_day_was_never_open(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    answering.store(ws, audit, [Edit("wat_03", RIGHT)])
    assert _closed(ws, audit, _today()) == ()


def test_that_the_first_day_of_an_audit_begins_with_its_first_act(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    assert overview_today.opened_with(ws, audit, _today()) == frozenset()


def test_that_what_is_still_open_is_not_closed(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    assert _closed(ws, audit, _today() + timedelta(days=1)) == ()


def test_that_the_form_forgets_questions_it_does_not_have(ws, audit):
    _record, state, found = _found(ws, audit, _today())
    assert overview_today.closed({"error:gone_01"}, found.keys, state) == ()


def test_that_a_session_or_substance_is_no_place_in_the_form():
    assert overview_today.place_of("expired:U-1000") == ""
    assert overview_today.place_of("gas:source/s/gas") == "source/s/gas"


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_that_the_list_for_the_plant_is_a_page_with_what_is_missing(ws, audit, tmp_path, lang):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    order = Order(kind=Kind.MISSING, languages=(lang,))
    at = "2026-11-22T14:00:00+05:00"
    sheet = printing.sheet(ws, audit, order, tmp_path / "list.pdf", printed_at=at)
    assert sheet.pages == 1
    document = pypdfium2.PdfDocument(sheet.path)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "8.3" in text
    assert {"ru": "Недостающие данные", "kk": "Жетіспейтін деректер"}[lang] in text


def test_that_the_list_in_two_languages_says_each_line_in_both(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    record = auditing.load(ws, audit)
    parts = missing_list.parts(record, ("ru", "kk"), date(2026, 11, 22))
    russian = missing_list.parts(record, ("ru",), date(2026, 11, 22))
    kazakh = missing_list.parts(record, ("kk",), date(2026, 11, 22))
    for part, first, other in zip(parts, russian, kazakh, strict=True):
        assert part.heading == f"{first.heading} · {other.heading}"
        assert [line.headline for line in part.lines] == [line.headline for line in first.lines]
        assert [line.second for line in part.lines] == list(other.lines)


def test_that_whoever_wrote_something_is_known(ws, audit, profile):
    answering.store(ws, audit, [Edit("wat_03", RIGHT)])
    assert overview_people.authors(ws, audit) == {profile.id}


def test_that_sections_are_written_as_ranges_and_read_back(ws, audit):
    definition = auditing.load(ws, audit).definition
    assert sections_named("8", definition) == (("wat",), ())
    assert sections_named(" 8 ; 9, 8–11", definition) == (("wat",), ("9", "8-11"))
    assert numbers_of(["wat"], definition) == "8"


def test_that_the_command_tells_what_is_missing_as_json(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", WRONG)])
    told = json.loads(json.dumps(glance(auditing.load(ws, audit), "ru")))
    assert told["counters"]["blocking"] == 1
    assert [line["places"] for line in told["leaving"]] == [["wat_03"]]
    assert told["sections"][0]["title"] == "Вода"
