"""A new audit of a plant goes on from the answers of the previous one; they stay copies."""

from dataclasses import replace

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services import answering, auditing, filling, packs, previous
from kta_desktop.services.answering import Edit
from kta_desktop.storage.errors import AuditNotFoundError

T = QuestionType


def _q(name, kind, **more):
    concept = more.pop("concept", f"c.{name}")
    return Question(
        name=name, number="1", section="s", type=kind, label=Text(ru=name), concept=concept, **more
    )


def _options(*names):
    return tuple(Choice(name=name, label=Text(ru=name)) for name in names)


def _column(name, kind, **more):
    return Column(name=name, type=kind, label=Text(ru=name), **more)


OLD = Definition(
    pack="old",
    version="1",
    title=Text(ru="Старый"),
    sections=(Section(name="s", number="1", label=Text(ru="С")),),
    questions=(
        _q("operator", T.TEXT),
        _q("discharge", T.DECIMAL, unit="m3/h"),
        _q("count", T.DECIMAL),
        _q("mass", T.DECIMAL, unit="t"),
        _q("fuel", T.SELECT_ONE, choices=_options("gas", "coal")),
        _q("products", T.SELECT_MULTIPLE, choices=_options("milk", "cheese", "butter")),
        _q("photo", T.IMAGE),
        _q("seen", T.TEXT, relevant="${fuel} = 'coal'"),
        _q(
            "water",
            T.TABLE,
            columns=(_column("source", T.TEXT), _column("m3", T.DECIMAL, unit="m3")),
        ),
        _q("stack", T.REPEAT, more={"key": "stack_name"}),
        _q("stack_name", T.TEXT, parent="stack"),
        _q("height", T.DECIMAL, unit="m", parent="stack"),
        _q(
            "gases",
            T.TABLE,
            parent="stack",
            columns=(_column("gas", T.TEXT), _column("mg", T.DECIMAL)),
        ),
    ),
)
NEW = Definition(
    pack="new",
    version="2",
    title=Text(ru="Новый"),
    sections=OLD.sections,
    questions=(
        _q("who", T.TEXT, concept="c.operator"),
        _q("drain", T.DECIMAL, concept="c.discharge", unit="m3/s"),
        _q("number", T.INTEGER, concept="c.count"),
        _q("energy", T.DECIMAL, concept="c.mass", unit="kWh"),
        _q("burnt", T.SELECT_ONE, concept="c.fuel", choices=_options("gas", "oil")),
        _q("made", T.SELECT_MULTIPLE, concept="c.products", choices=_options("milk", "butter")),
        _q("picture", T.IMAGE, concept="c.photo"),
        _q("watched", T.TEXT, concept="c.seen"),
        _q(
            "waters",
            T.TABLE,
            concept="c.water",
            columns=(_column("source", T.TEXT), _column("m3", T.DECIMAL, unit="l")),
        ),
        _q("pipe", T.REPEAT, concept="c.stack", more={"key": "pipe_name"}),
        _q("pipe_name", T.TEXT, concept="c.stack_name", parent="pipe"),
        _q("top", T.DECIMAL, concept="c.height", unit="m", parent="pipe"),
        _q(
            "air",
            T.TABLE,
            concept="c.gases",
            parent="pipe",
            columns=(_column("gas", T.TEXT), _column("mg", T.DECIMAL)),
        ),
    ),
)
ENTRIES = {
    "operator": {"text": "ТОО Су", "value": "ТОО Су", "origin": "declared"},
    "discharge": {"text": "36", "value": "36", "origin": "metered", "uncertainty": "1"},
    "count": {"text": "1,5", "value": "1.5"},
    "mass": {"text": "7", "value": "7"},
    "fuel": {"value": "coal"},
    "products": {"value": ["cheese", "milk"]},
    "operator#note": "со слов",
    "seen": {"blank": "not_measured"},
    "photo#evidence:0192-a": {"sha256": "00", "name": "a.jpg", "media_type": "x", "size": 1},
    "water/r1": {"order": 1.0},
    "water/r1/source": {"text": "Скважина", "value": "Скважина"},
    "water/r1/m3": {"text": "10", "value": "10", "unit": "thousand-m3"},
    "water/r2": {"order": 2.0},
    "water/r2/source": {"text": "Река", "value": "Река"},
    "stack/a": {"order": 1.0},
    "stack/a/stack_name": {"text": "Труба 1", "value": "Труба 1"},
    "stack/a/height": {"text": "30", "value": "30"},
    "stack/a/gases/x": {"order": 1.0},
    "stack/a/gases/x/gas": {"text": "NO2", "value": "NO2"},
    "stack/a/gases/x/mg": {"text": "120", "value": "120"},
    "stack/b": {"order": 2.0},
    "stack/b/stack_name": {"text": "Труба 2", "value": "Труба 2"},
    "stack/b/height": {"text": "12", "value": "12"},
}


@pytest.fixture
def start(ws, new_audit, monkeypatch):
    """Start an audit of a plant with a definition and entries; return its id."""

    def begin(number, definition, entries=(), **changes):
        hashed = (definition, json_hash(definition.to_json()))
        monkeypatch.setattr(packs, "compiled", lambda _pack: hashed)
        asked = replace(new_audit, number=number, pack=definition.pack, **changes)
        audit = auditing.start(ws, asked).id
        answering.store(ws, audit, [Edit(*pair) for pair in dict(entries).items()])
        return audit

    return begin


def entries(ws, audit):
    return auditing.load(ws, audit).entries


def answer(ws, audit, path):
    return Answer.from_json(entries(ws, audit).get(path))


@pytest.fixture
def pair(start):
    return start("KTA-2025-001", OLD, ENTRIES), start("KTA-2026-001", NEW)


def test_that_other_audits_of_the_plant_are_offered_newest_first(ws, start):
    first = start("KTA-2024-001", OLD, starts_on="2024-01-10")
    second = start("KTA-2025-001", OLD, starts_on="2025-01-10")
    start("KTA-2025-002", OLD, plant=Plant(name="Другое", bin="950440001346"))
    start("KTA-2025-003", OLD, demo=True)
    present = start("KTA-2026-001", NEW)
    assert [each.id for each in previous.of_plant(ws, present)] == [second, first]


def test_that_a_plant_without_number_has_no_previous_audits(ws, start):
    start("KTA-2025-001", OLD, plant=Plant(name="Без БИН"))
    present = start("KTA-2026-001", NEW, plant=Plant(name="Без БИН"))
    assert previous.of_plant(ws, present) == ()


def test_that_answers_are_taken_over_by_concept_and_marked(ws, pair):
    old, new = pair
    previous.carry_over(ws, new, old)
    taken = answer(ws, new, "who")
    assert (taken.value, taken.text) == ("ТОО Су", "ТОО Су")
    assert (taken.origin, taken.copied_from) == ("previous_audit", old)


def test_that_numbers_stay_in_the_unit_they_were_entered_in(ws, pair):
    old, new = pair
    previous.carry_over(ws, new, old)
    taken = answer(ws, new, "drain")
    assert (taken.value, taken.unit, taken.uncertainty) == ("36", "m3/h", "1")
    assert [answer(ws, new, path).unit for path in entries(ws, new) if path.endswith("/m3")] == [
        "thousand-m3"
    ]


def test_that_what_no_longer_fits_is_left_blank(ws, pair):
    old, new = pair
    previous.carry_over(ws, new, old)
    for path in ("number", "energy", "burnt", "picture", "watched"):
        assert answer(ws, new, path).is_empty, path
    assert answer(ws, new, "made").value == ("milk",)
    assert not any("#" in path for path in entries(ws, new))


def test_that_rows_are_taken_over_in_their_order_also_inside_repeats(ws, pair):
    old, new = pair
    count = previous.carry_over(ws, new, old)
    found = entries(ws, new)
    orders = [
        each["order"] for each in found.values() if isinstance(each, dict) and "order" in each
    ]
    assert sorted(orders) == [1.0, 1.0, 1.0, 2.0, 2.0]
    assert sorted(value for path, value in _leaves(found, "waters")) == ["10", "Река", "Скважина"]
    assert [value for _path, value in _leaves(found, "pipe") if value == "120"] == ["120"]
    assert count == 3 + 3 + 6


def _leaves(found, start):
    return [
        (path, value["value"])
        for path, value in found.items()
        if path.startswith(f"{start}/") and "value" in value
    ]


def test_that_what_is_answered_already_stays(ws, start):
    old = start("KTA-2025-001", OLD, ENTRIES)
    given = {
        "who": {"text": "Другой", "value": "Другой"},
        "drain": {"blank": "not_measured"},
        "waters/n": {"order": 5.0},
        "waters/n/source": {"text": "скважина", "value": "скважина"},
    }
    new = start("KTA-2026-001", NEW, given)
    previous.carry_over(ws, new, old)
    assert answer(ws, new, "who").value == "Другой"
    assert answer(ws, new, "drain").blank == "not_measured"
    rows = [path for path, value in entries(ws, new).items() if path.startswith("waters/")]
    assert sorted(rows) == ["waters/n", "waters/n/m3", "waters/n/source"]


def test_that_an_answer_that_did_not_apply_is_not_taken_over(ws, start):
    hidden = {"fuel": {"value": "gas"}, "seen": {"text": "да", "value": "да"}}
    old = start("KTA-2025-001", OLD, hidden)
    new = start("KTA-2026-001", NEW)
    assert previous.carry_over(ws, new, old) == 1
    assert answer(ws, new, "burnt").value == "gas"


def test_that_taking_over_is_one_act_that_can_be_undone(ws, pair):
    old, new = pair
    before = dict(entries(ws, new))
    previous.carry_over(ws, new, old)
    answering.undo(ws, new)
    assert dict(entries(ws, new)) == before


def test_that_taking_over_twice_changes_nothing_more(ws, pair):
    old, new = pair
    previous.carry_over(ws, new, old)
    before = dict(entries(ws, new))
    assert previous.carry_over(ws, new, old) == 0
    assert dict(entries(ws, new)) == before


def test_that_an_unknown_audit_is_told(ws, pair):
    with pytest.raises(AuditNotFoundError):
        previous.carry_over(ws, pair[1], "01a20000-0000-7000-8000-00000000ffff")


def test_that_what_was_a_trade_secret_is_one_again_and_can_be_opened(ws, start):
    """Words stand where they stood; what was opened then is said anew, what is said now stays."""
    secret, opened = {"is": True, "grounds": "приказ 7"}, {"is": False, "grounds": ""}
    said = {
        "operator#confidential": opened,
        "discharge#confidential": secret,
        "water#confidential": secret,
        "stack/a#confidential": secret,
        "stack/a/height#confidential": secret,
        "mass#confidential": secret,  # is not taken over: another quantity is asked for
    }
    old = start("KTA-2025-001", OLD, ENTRIES | said)
    new = start("KTA-2026-001", NEW, {"waters#confidential": opened})
    assert previous.carry_over(ws, new, old) > 0
    stored = entries(ws, new)
    locks = {path: value for path, value in stored.items() if "#confidential" in path}
    titles = {path: each["value"] for path, each in stored.items() if path.endswith("pipe_name")}
    first = next(path for path, title in titles.items() if title == "Труба 1").rpartition("/")[0]
    assert locks == {
        "drain#confidential": secret,
        "waters#confidential": opened,
        f"{first}#confidential": secret,
        f"{first}/top#confidential": secret,
    }
    state = filling.form(NEW, stored)
    assert state.confidential(f"{first}/air").is_secret
    assert not state.confidential("waters").is_secret


def test_that_an_audit_does_not_go_on_from_a_later_one(ws, start):
    start("KTA-2026-001", OLD, ENTRIES)
    first = start("KTA-2024-001", NEW, starts_on="2024-01-10")
    assert previous.of_plant(ws, first) == ()


def test_that_a_row_whose_place_is_no_place_is_taken_over_as_the_first(ws, start):
    """As another program may send it; every other reader of rows takes it so, too."""
    answers = {"water/w1/source": {"text": "Скважина 1", "value": "Скважина 1"}}
    old = start("KTA-2025-001", OLD, {"water/w1": {"order": 10**400}, **answers})
    now = start("KTA-2026-001", NEW)
    assert previous.carry_over(ws, now, old) == 1
