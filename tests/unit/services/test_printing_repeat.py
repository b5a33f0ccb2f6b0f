"""A repeat audit on sheets that keep secrets: what is told of the audit before, and what is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.assessment.repeat import Shift
from kta_desktop.packs.reference_layouts import layout
from kta_desktop.reports import secrecy
from kta_desktop.services import answering, auditing, filling, printing_assessed
from kta_desktop.services.answering import Edit

DAY = date(2026, 11, 23)
SECRET = {"is": True, "grounds": "приказ 7"}


def number(text, unit, u):
    return {"text": text, "value": text, "unit": unit, "uncertainty": u, "origin": "metered"}


def filled(drain, base, power):
    """Return answers: a figure of the food checklist, and one that is made of a secret base."""
    return {
        "wat_03": number(drain, "m3/t", "0.2"),
        "core_base_kind": {"value": "raw"},
        "core_base_amount": number(base, "t/year", "180"),  # the checklist calls it a secret
        "core_el_purchased": number(power, "MWh/year", "60"),
        "core_measures/m": {"order": 1.0},
        "core_measures/m/measure": {"text": "Насос Н-7", "value": "Насос Н-7"},
    }


@pytest.fixture
def told(ws, new_audit):
    """Return what a layout tells of two audits, with further entries in either."""

    def begin(year, entries):
        asked = replace(new_audit, number=f"KTA-{year}-001", pack="food", starts_on=f"{year}-05-01")
        audit = auditing.start(ws, asked).id
        answering.store(ws, audit, [Edit(*pair) for pair in entries.items()])
        return auditing.load(ws, audit)

    def beside(identifier, then=(), now=()):
        begin(2023, filled("4.1", "33200", "6280") | dict(then))
        record = begin(2026, filled("3.25", "36400", "5940") | dict(now))
        form = filling.form(record.definition, record.entries)
        state = secrecy.guarded(form, layout(identifier))
        left = secrecy.kept_back(record, state, secrecy.secret_sessions(form, record))
        return printing_assessed.assess_of(ws, DAY)(left, state).repeat

    return beside


def by_key(repeat):
    return {each.key: each for each in repeat.indicators}


def test_that_a_change_of_what_is_no_secret_is_told_and_of_a_secret_is_not(told):
    """4.10 ± 0.2 → 3.25 ± 0.2: −0.85 ± 0.28. 6,280 of 33,200 t is 189 kWh/t: the base is secret."""
    said = {"@became/m": {"state": "dropped", "reason": "не окупается"}}
    repeat = told("ministry", now=said)
    drain, power = by_key(repeat)["figure.wat_03"], by_key(repeat)["specific.electricity"]
    assert (drain.before.value, drain.difference.value, drain.shift) == (
        Decimal("4.1"),
        Decimal("-0.85"),
        Shift.BETTER,
    )
    assert power.is_kept
    assert not [n for n in ("33200", "6280", "189.1", "-25.9", "-13.7") if n in repr(power)]
    assert [(each.state, each.reason) for each in repeat.measures] == [("dropped", "не окупается")]


@pytest.mark.parametrize("side", ["then", "now"])
def test_that_a_secret_of_either_audit_hides_both_and_the_change(told, side):
    """The plan is one, too: of then its measures are not told, of now what is said of them."""
    entries = {"then": {}, "now": {"@became/m": {"state": "dropped", "reason": "не окупается"}}}
    entries[side] |= {"wat_03#confidential": SECRET, "core_measures#confidential": SECRET}
    repeat = told("ministry", **entries)
    drain = by_key(repeat).get("figure.wat_03")
    shown = repr(drain)
    assert drain is None or drain.is_kept
    assert not [n for n in ("'4.1'", "-0.85", "-20.7") if n in shown]
    assert ("3.25" in shown) is (side == "then")  # today's is open
    assert [each.reason for each in repeat.measures] == ([] if side == "then" else [""])


def test_that_a_layout_that_tells_everything_tells_this(told):
    power = by_key(told("bureau"))["specific.electricity"]
    assert not power.is_kept
    assert round(power.before.value, 1) == Decimal("189.2")
