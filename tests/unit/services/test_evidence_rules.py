import pytest

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.forms.state import FormState
from kta_desktop.services import evidence_rules

_ID = "01890000-0000-7000-8000-00000000000"


def _question(name, *kinds, level="", **more):
    told = {"evidence_level": level} if level else {}
    return Question(
        name=name,
        number="1",
        section="s",
        type=QuestionType.TEXT,
        label=Text(ru=name),
        evidence=kinds,
        more=told or None,
        **more,
    )


DEFINITION = Definition(
    pack="small",
    version="1",
    title=Text(ru="x"),
    sections=(Section(name="s", number="1", label=Text(ru="s")),),
    questions=(
        _question("plain"),
        _question("photo", "photo"),
        _question("paper", "document"),
        _question("permit", "permit", "contract", level="required"),
        _question("any", level="required"),
        _question("never", "photo", level="none"),
        _question("measured", "measurement", levels=("AEL-1",)),
        _question("told", "interview"),
    ),
)


def _item(media_type="image/jpeg", kind="photo"):
    return Evidence(
        id=_ID + "1", sha256="0" * 64, name="a", media_type=media_type, size=1, kind=kind
    )


def _state(name, *items, answer=True, **more):
    entries = {name: {"text": "да", "value": "да"}} if answer else {}
    for item in items:
        entries[f"{name}#evidence:{item.id}"] = item.to_json()
    return FormState(DEFINITION, entries | more)


PAPER = _item("application/pdf", "")


@pytest.mark.parametrize(
    ("name", "items", "missing"),
    [
        ("plain", (), ()),
        ("photo", (), ("photo",)),
        ("photo", (_item(),), ()),
        ("photo", (PAPER,), ("photo",)),
        ("paper", (PAPER,), ()),
        ("paper", (_item(),), ()),  # a page photographed
        ("photo", (_item(kind="sheet"),), ("photo",)),  # what the auditor wrote proves nothing
        ("paper", (_item(kind="sheet"),), ("document",)),
        ("permit", (), ("permit", "contract")),
        ("permit", (PAPER,), ("permit", "contract")),
        ("permit", (_item("application/pdf", "contract"),), ()),
        ("any", (), ("photo", "document")),
        ("never", (), ()),
        ("measured", (PAPER,), ("measurement",)),
        ("measured", (_item("text/csv", "instrument_file"),), ()),
        ("told", (), ("interview",)),
    ],
)
def test_that_one_of_the_kinds_asked_for_is_enough(name, items, missing):
    assert evidence_rules.wanted(_state(name, *items), name) == missing


def test_that_nothing_is_wanted_of_a_question_without_an_answer():
    assert evidence_rules.wanted(_state("photo", answer=False), "photo") == ()
    blank = FormState(DEFINITION, {"photo": {"blank": "no_access"}})
    assert evidence_rules.wanted(blank, "photo") == ()


def test_that_a_figure_beyond_its_level_wants_proof_in_any_case():
    assert evidence_rules.wanted(_state("plain"), "plain", beyond=True) == ("photo", "document")
    assert evidence_rules.wanted(_state("plain", PAPER), "plain", beyond=True) == ()
    assert not evidence_rules.is_explained(_state("plain"), "plain")
    assert evidence_rules.is_explained(_state("plain", **{"plain#note": "насос"}), "plain")


def test_that_a_session_against_the_level_is_a_measurement():
    other = _state("measured", **{"@session/a": {"level": "AEL-2"}})
    same = _state("measured", **{"@session/a": {"level": "AEL-1"}})
    assert evidence_rules.wanted(other, "measured") == ("measurement",)
    assert evidence_rules.wanted(same, "measured") == ()


def test_that_a_note_is_the_record_of_a_conversation():
    assert evidence_rules.wanted(_state("told", **{"told#note": "мастер"}), "told") == ()


@pytest.mark.parametrize(
    ("kinds", "item", "expected"),
    [
        ((), _item(), "photo"),
        (("photo", "permit"), _item(), "photo"),
        (("permit",), PAPER, "permit"),
        (("permit",), _item(), "permit"),
        (("permit", "contract"), PAPER, ""),
        (("meter_reading", "calculation"), _item(), "meter_reading"),
        (("document",), PAPER, ""),
    ],
)
def test_that_an_attachment_takes_the_kind_its_question_asks_for(kinds, item, expected):
    assert evidence_rules.suited(item, _question("q", *kinds)).kind == expected


def test_that_the_checklist_says_whether_proof_is_demanded():
    assert evidence_rules.is_demanded(_question("q", "permit", level="required"))
    assert not evidence_rules.is_demanded(_question("q", "permit"))
