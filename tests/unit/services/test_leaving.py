"""Claims about what is missing before one leaves the site, kind by kind."""

from datetime import date

import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.changes import Conflict
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.levels import Level
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import FormState
from kta_desktop.services.overview import Kind, Severity, overview
from kta_desktop.services.overview_words import said

TODAY = date(2026, 11, 22)
TABLE, CHOICE, NUMBER = QuestionType.TABLE, QuestionType.SELECT_ONE, QuestionType.DECIMAL
YES_NO = (Choice(name="yes", label=Text(ru="да")), Choice(name="no", label=Text(ru="нет")))
DUST = (Choice(name="dust", label=Text(ru="Пыль")), Choice(name="cod", label=Text(ru="ХПК")))
LEVEL = Level(
    id="SWWD", kind="indicative", medium="water_direct", parameter=Text(ru="Удельный сброс"),
    lower="0.3", upper="3.0", unit="m3/t", when="true()", confidence="verified",
)  # fmt: skip


def _q(name, number, kind=QuestionType.TEXT, section="wat", **more):
    return Question(
        name=name, number=number, section=section, type=kind, label=Text(ru=name), **more
    )


def _columns(concept, /, **kinds):
    return tuple(
        Column(
            name=name,
            type=kind if isinstance(kind, QuestionType) else CHOICE,
            label=Text(ru=name),
            concept=f"{concept}.{name}",
            choices=() if isinstance(kind, QuestionType) else kind,
        )
        for name, kind in kinds.items()
    )


def _table(name, number, concept, /, **kinds):
    return _q(name, number, TABLE, concept=concept, columns=_columns(concept, **kinds))


T = QuestionType.TEXT
DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Молоко"),
    sections=(
        Section(name="wat", number="8", label=Text(ru="Вода")),
        Section(name="air", number="9", label=Text(ru="Воздух")),
    ),
    questions=(
        _q("need", "8.1", required=True, more={"statutory_group": "environment"}),
        _q("paper", "8.2", required=True, more={"statutory_group": "none"}),
        _q("end", "8.3", required=True, concept="conclusion.text"),
        _q("figure", "8.4", NUMBER, unit="m3/t", levels=("SWWD",), evidence=("document",)),
        _q("doubt", "8.5", NUMBER, more={"warn": ". < 100"}),
        _q("photo", "8.6", evidence=("photo",)),
        _q("proof", "8.7", evidence=("document",), more={"evidence_level": "required"}),
        _q("later", "8.8", evidence=("document",)),
        _table("tools", "8.9", "measurement.instruments", kind=T, serial=T,
               valid_to=QuestionType.DATE),
        _table("plan", "8.10", "measurement.plan", where=T, what=DUST, done=YES_NO, reason=T),
        _table("marks", "8.11", "summary.marker_candidates", process=T, substance=DUST),
        _table("out", "8.12", "outlet.parameters", substance=DUST, mean=NUMBER),
        _table("signed", "8.13", "conclusion.signatures",
               side=(Choice(name="plant", label=Text(ru="завод")),), name=T,
               date=QuestionType.DATE),
        _q("source", "9.1", QuestionType.REPEAT, "air", more={"key": "src_no"}),
        _q("src_no", "9.2", section="air", parent="source"),
        Question(name="gas", number="9.3", section="air", type=TABLE, label=Text(ru="Газ"),
                 parent="source", concept="source.gas",
                 columns=_columns("source.gas", temp_c=NUMBER, pressure_kpa=NUMBER,
                                  moisture=NUMBER, o2=NUMBER, velocity=NUMBER)),
        Question(name="poll", number="9.4", section="air", type=TABLE, label=Text(ru="Вещества"),
                 parent="source", concept="source.pollutants",
                 columns=_columns("source.pollutants", substance=DUST, conc=NUMBER,
                                  basis=(Choice(name="kz-dry", label=Text(ru="РК")),
                                         Choice(name="eu-dry-o2-3", label=Text(ru="ЕС"))))),
    ),
    levels=(LEVEL,),
)  # fmt: skip
DONE = {
    name: {"text": "есть", "value": "есть"} for name in ("need", "paper", "end")
}  # what every audit of these tests has, unless it is about it


def _text(value):
    return {"text": value, "value": value}


def _leaving(entries, today=TODAY, sessions=(), conflicts=()):
    known = {path: value for path, value in {**DONE, **entries}.items() if value is not None}
    record = AuditRecord(
        id="a", definition=DEFINITION, definition_sha256="0" * 64,
        entries={"@audit/ends_on": "2026-11-23", **known}, conflicts=conflicts,
    )  # fmt: skip
    state = FormState(DEFINITION, record.entries)
    return overview(record, state, sessions, today), state


def _only(entries, **more):
    found, state = _leaving(entries, **more)
    (line,) = found.leaving
    return line, said(line, state, "ru")


def _rows(table, *rows):
    found = {}
    for number, cells in enumerate(rows, start=1):
        found[f"{table}/r{number}"] = {"order": float(number)}
        found |= {f"{table}/r{number}/{name}": value for name, value in cells.items()}
    return found


def test_that_nothing_is_missing_where_everything_is_there():
    assert _leaving({})[0].leaving == ()


@pytest.mark.parametrize(
    ("name", "severity"),
    [("need", Severity.BLOCKS), ("paper", Severity.WANTED), ("end", Severity.LATER)],
)
def test_that_a_missing_required_answer_weighs_by_what_it_is_for(name, severity):
    line, words = _only({name: None})
    assert (line.kind, line.severity, line.target) == (
        Kind.REQUIRED, severity, Target(Where.QUESTION, name))  # fmt: skip
    assert DEFINITION.question(name).number in words.headline


def test_that_an_error_is_told_with_what_was_typed():
    line, words = _only({"doubt": {"text": "12.5.0"}})
    assert (line.kind, line.severity) == (Kind.ERROR, Severity.BLOCKS)
    assert "12.5.0" in words.follows


def test_that_a_doubtful_value_waits_until_it_is_confirmed():
    value = {"doubt": {"text": "500", "value": "500"}}
    line, _words = _only(value)
    assert (line.kind, line.severity) == (Kind.WARNING, Severity.WANTED)
    assert _leaving({**value, "doubt#confirm": "три смены"})[0].leaving == ()


def test_that_proof_weighs_by_where_it_is_got():
    kinds = {
        "photo": (Kind.PHOTO, Severity.WANTED),
        "proof": (Kind.PROOF, Severity.WANTED),
        "later": (Kind.DOCUMENT, Severity.LATER),
    }
    for name, expected in kinds.items():
        line, _words = _only({name: _text("ответ")})
        assert (line.kind, line.severity) == expected


PROOF = {"id": "e", "sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf",
         "size": 1, "kind": "document"}  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "is_missing"),
    [
        ({}, True),
        ({"figure#note": "насос в ремонте"}, True),
        ({"figure#evidence:e": PROOF}, True),
        ({"figure#note": "насос в ремонте", "figure#evidence:e": PROOF}, False),
    ],
)
def test_that_a_figure_above_its_level_asks_for_reason_and_proof(beside, is_missing):
    value = {"text": "9", "value": "9", "unit": "m3/t", "origin": "metered"}
    found, _state = _leaving({"figure": value, **beside})
    assert (Kind.EXCESS in {line.kind for line in found.leaving}) is is_missing


def test_that_copied_answers_wait_to_be_confirmed():
    line, _words = _only({"doubt": {"text": "5", "value": "5", "copied_from": "old"}})
    assert (line.kind, line.severity) == (Kind.COPIED, Severity.WANTED)


def test_that_conflicts_block_and_lead_to_the_decision():
    line, _words = _only({}, conflicts=(Conflict("need", ()),))
    assert (line.kind, line.severity) == (Kind.CONFLICT, Severity.BLOCKS)
    assert line.target.where is Where.CONFLICTS


@pytest.mark.parametrize(("day", "kind"), [("2026-11-22", Kind.DUE), ("2026-11-25", Kind.PROMISED)])
def test_that_a_promise_is_due_on_its_day(day, kind):
    line, words = _only({"need": {"blank": "measure_later", "blank_until": day}})
    assert line.kind is kind
    assert line.severity is (Severity.BLOCKS if kind is Kind.DUE else Severity.LATER)
    assert kind is Kind.DUE or "25.11.2026" in words.headline


def test_that_a_blank_that_nothing_will_follow_is_no_promise():
    blank = {"blank": "not_applicable", "blank_until": "2026-11-01"}
    assert _leaving({"need": blank})[0].leaving == ()


def test_that_an_instrument_whose_verification_ends_before_the_visit_is_named():
    row = {"kind": _text("Расходомер"), "serial": _text("U-1000"), "valid_to": _text("2026-11-10")}
    line, words = _only(_rows("tools", row))
    assert (line.kind, line.severity, line.target.key) == (Kind.EXPIRED, Severity.BLOCKS, "tools")
    assert "U-1000" in words.headline
    assert "10.11.2026" in words.follows


def test_that_an_instrument_that_lasts_to_the_end_of_the_visit_is_fine():
    row = {"kind": _text("Расходомер"), "valid_to": _text("2026-11-23")}
    assert _leaving(_rows("tools", row))[0].leaving == ()


def test_that_a_planned_measurement_is_done_or_explained():
    row = {"where": _text("0014"), "what": {"value": "dust"}}
    line, words = _only(_rows("plan", row))
    assert (line.kind, line.severity) == (Kind.PLAN, Severity.BLOCKS)
    assert "0014" in words.headline
    for more in ({"done": {"value": "yes"}}, {"reason": _text("котёл стоит")}):
        assert _leaving(_rows("plan", {**row, **more}))[0].leaving == ()


def test_that_a_marker_needs_a_result_somewhere():
    wanted = _rows("marks", {"substance": {"value": "cod"}, "process": _text("Молоко")})
    line, words = _only(wanted)
    assert (line.kind, line.severity) == (Kind.MARKER, Severity.BLOCKS)
    assert "ХПК" in words.headline
    result = _rows("out", {"substance": {"value": "cod"}, "mean": _text("90")})
    assert _leaving({**wanted, **result})[0].leaving == ()


def test_that_a_source_lacks_the_conditions_its_basis_needs():
    source = {
        "source/s": {"order": 1.0},
        "source/s/src_no": _text("Котёл № 2"),
        "source/s/gas/g": {"order": 1.0},
        "source/s/gas/g/temp_c": _text("160"),
        "source/s/gas/g/pressure_kpa": _text("92"),
        "source/s/poll/p": {"order": 1.0},
        "source/s/poll/p/conc": _text("120"),
        "source/s/poll/p/basis": {"value": "eu-dry-o2-3"},
    }
    line, words = _only(source)
    assert (line.kind, line.severity, line.parts) == (
        Kind.GAS, Severity.BLOCKS, ("moisture", "oxygen"))  # fmt: skip
    assert "Котёл № 2" in words.headline
    source["source/s/poll/p/basis"] = {"value": "kz-dry"}
    assert _only(source)[0].parts == ("moisture",)
    source["source/s/gas/g/moisture"] = _text("9")
    assert _leaving(source)[0].leaving == ()


def test_that_a_sheet_the_plant_did_not_date_is_not_signed():
    row = {"side": {"value": "plant"}, "name": _text("Оспанов Е.")}
    line, words = _only(_rows("signed", row))
    assert (line.kind, line.severity, line.target) == (
        Kind.SIGNATURE, Severity.LATER, Target(Where.PRINT))  # fmt: skip
    assert "Оспанов" in words.follows
    assert _leaving(_rows("signed", {**row, "date": _text("2026-11-23")}))[0].leaving == ()


def test_that_what_blocks_comes_first_and_what_may_wait_last():
    found, _state = _leaving({"need": None, "paper": None, "end": None})
    assert [line.severity for line in found.leaving] == list(Severity)


def test_that_the_place_that_closes_most_is_named():
    found, _state = _leaving({"need": None, "doubt": {"text": "1.2.3"}})
    assert (found.best.section, found.best.count) == ("wat", 2)
    assert _leaving({"need": None})[0].best is None


def test_that_many_of_a_kind_in_a_section_become_one_line():
    wrong = {"text": "1.2.3"}
    entries = {"doubt": wrong, "figure": wrong}
    entries |= _rows("out", {"substance": {"value": "cod"}, "mean": wrong})
    line, words = _only(entries)
    assert line.count == 3
    assert words.headline.endswith("3")
