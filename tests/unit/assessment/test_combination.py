"""Claims about how many techniques a conclusion asks for, and what states come to by it."""

import csv

import pytest

from kta_desktop.assessment.bat import Fulfilment
from kta_desktop.assessment.combination import fulfilment, lacking, rule_of
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.texts import Text
from kta_desktop.paths import RESOURCES

A, P, PL, N, NA = (
    State.APPLIED,
    State.PARTLY,
    State.PLANNED,
    State.NOT_APPLIED,
    State.NOT_APPLICABLE,
)
MET, PARTLY, NOT_MET, OPEN, FOREIGN = (
    Fulfilment.MET,
    Fulfilment.PARTLY,
    Fulfilment.NOT_MET,
    Fulfilment.UNDECIDED,
    Fulfilment.NOT_FOR_PLANT,
)
IN_WORDS = {
    "bag filter plus at least one technique",  # which of its techniques is the filter?
    "One or a combination (drying above 500 °C)",  # holds under a condition
    "the listed techniques as conditions allow",
    "one capture option plus bag filter, capture > 98 %",
}
SUITABLE = (
    "Suitable combination; Table 1 levels apply to direct discharge at the point leaving the site"
)
COUNTED = {
    "one technique or a combination": "one or more of",
    "a combination of the techniques": "two or more of",
    "all listed techniques": "all of",
    "one of the listed techniques": "one of",
    "one or both techniques": "one or more of",
    "both techniques": "all of",
    "One or a combination": "one or more of",
    "One or both": "one or more of",
    "One of the techniques": "one of",
    "All techniques": "all of",
    "All elements; depth scaled to the plant": "all of i-S4",
    "All six blocks, kept up to date and reviewed after significant change": "all of I-VI",
    "6a is mandatory together with a suitable mix of 6b": "a and a suitable combination of b1-b14",
    "7a plus one or more of b-k": "a and one or more of b-k",
    "BAT 6 plus a suitable combination": "BAT 6 and a suitable combination of",
    "BAT 7 plus a suitable combination": "BAT 7 and a suitable combination of a, b",
    "BAT 6 plus one or a combination": "BAT 6 and one or more of a-e",
    "one of the routes or a combination": "one or more of a, b",
    SUITABLE: "a suitable combination of a-m",
}


def rule(words, codes):
    found = rule_of(Text(en=words), codes)
    assert found is not None
    return found


def printed():
    """Yield the conclusions of all packs that have parts and a rule: id, words, codes."""
    for path in sorted((RESOURCES / "packs").glob("*/techniques.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        parts = {}
        for row in rows:
            parts.setdefault(row["parent"], []).append(row["id"].removeprefix(f"{row['parent']}."))
        for row in rows:
            words = Text(
                ru=row["rule::Русский (ru)"],
                kk=row["rule::Қазақша (kk)"],
                en=row["rule::English (en)"],
            )
            if parts.get(row["id"]) and not words.is_empty:
                yield row["id"], words, parts[row["id"]]


def test_that_every_wording_of_the_packs_becomes_its_rule_or_stays_in_words():
    seen = set()
    for identifier, words, codes in printed():
        found, wording = rule_of(words, codes), words.en
        seen.add(wording)
        if wording in IN_WORDS:
            assert found is None, identifier
        else:
            assert found is not None, (identifier, wording)
            is_single = len(codes) == 1
            assert is_single or found.written().startswith(COUNTED[wording]), identifier
    assert seen == IN_WORDS | set(COUNTED)


def test_that_both_languages_have_to_come_to_the_same():
    codes = ("a", "b")
    assert rule_of(Text(en="both techniques", ru="обе техники"), codes) is not None
    assert rule_of(Text(en="both techniques", ru="одна или обе техники"), codes) is None
    assert rule_of(Text(en="both techniques", ru="обе, где возможно"), codes) is None
    assert rule_of(Text(), codes) is None


def test_that_a_rule_about_techniques_that_are_not_there_stays_in_words():
    assert rule_of(Text(en="both techniques"), ("a", "b", "c")) is None
    assert rule_of(Text(en="7a plus one or more of b-k"), ("a", "b", "c")) is None
    assert rule_of(Text(en="all six blocks"), ("a",)) is None


@pytest.mark.parametrize(
    ("words", "states", "outcome"),
    [
        ("all techniques", {"a": A, "b": A}, MET),
        ("all techniques", {"a": A, "b": N}, PARTLY),
        ("all techniques", {"a": N, "b": PL}, NOT_MET),
        ("all techniques", {"a": A, "b": P}, PARTLY),
        ("all techniques", {"a": A, "b": NA}, MET),
        ("all techniques", {"a": NA, "b": NA}, FOREIGN),
        ("all techniques", {"a": A, "b": None}, OPEN),
        ("one of the techniques", {"a": A, "b": None}, MET),
        ("one of the techniques", {"a": N, "b": None}, OPEN),
        ("one of the techniques", {"a": N, "b": N}, NOT_MET),
        ("one or a combination", {"a": P, "b": N}, PARTLY),
        ("one or a combination", {"a": PL, "b": N}, NOT_MET),
        ("a combination of the techniques", {"a": A, "b": N, "c": N}, PARTLY),
        ("a combination of the techniques", {"a": A, "b": A, "c": None}, MET),
        ("a combination of the techniques", {"a": A, "b": NA, "c": NA}, MET),
        ("a combination of the techniques", {"a": A, "b": P, "c": N}, PARTLY),
    ],
)
def test_that_states_come_to_what_a_rule_makes_of_them(words, states, outcome):
    assert fulfilment(rule(words, tuple(states)), states) is outcome


def test_that_7a_and_one_of_b_to_k_needs_both_parts():
    codes = tuple("abcdefghijk")
    seven = rule("7a plus one or more of b-k", codes)
    nothing = dict.fromkeys(codes, N)
    assert fulfilment(seven, {**nothing, "a": A, "f": A}) is MET
    assert fulfilment(seven, {**nothing, "a": A}) is PARTLY
    assert fulfilment(seven, {**nothing, "f": A}) is PARTLY
    assert fulfilment(seven, nothing) is NOT_MET
    assert lacking(seven, {**nothing, "a": A}) == tuple("bcdefghijk")
    assert lacking(seven, {**nothing, "f": A}) == ("a",)
    assert lacking(seven, {**nothing, "a": A, "f": A}) == ()


def test_that_a_suitable_set_is_never_met_by_counting():
    twelve = rule("Suitable combination", ("a", "b", "c"))
    assert fulfilment(twelve, {"a": A, "b": A, "c": A}) is OPEN
    assert fulfilment(twelve, {"a": A, "b": N, "c": N}) is PARTLY
    assert fulfilment(twelve, {"a": N, "b": N, "c": N}) is NOT_MET


@pytest.mark.parametrize(
    ("besides", "own", "outcome"),
    [
        (MET, A, MET),
        (MET, N, PARTLY),
        (NOT_MET, A, PARTLY),
        (NOT_MET, N, NOT_MET),
        (PARTLY, None, PARTLY),
        (OPEN, A, OPEN),
        (None, A, OPEN),
        (FOREIGN, A, MET),
        (MET, NA, FOREIGN),
    ],
)
def test_that_a_conclusion_that_asks_for_another_needs_both(besides, own, outcome):
    six = rule("BAT 6 plus one or a combination", ("a", "b"))
    assert fulfilment(six, {"a": own, "b": own}, besides) is outcome


def test_that_what_nobody_stated_lacks_nothing_by_name():
    every = rule("all techniques", ("a", "b", "c"))
    assert lacking(every, {"a": N, "b": None, "c": NA}) == ("a",)


def test_that_of_a_choice_nothing_lacks_while_another_may_fulfil_it():
    any_ = rule("one or a combination", ("a", "b"))
    assert lacking(any_, {"a": N, "b": None}) == ()
    assert lacking(any_, {"a": N, "b": PL}) == ("a", "b")
