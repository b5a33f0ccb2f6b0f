"""Claims about the reference tables: complete, typed, in step with the code that names them."""

import re
from decimal import Decimal

import pint
import pytest

from kta_desktop.domain.answers import Origin
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.packs import reference
from kta_desktop.packs.reference_layouts import Treatment, layout, layouts
from kta_desktop.paths import RESOURCES

FOLDER = RESOURCES / "reference"
SHIFTED = {"degC"}  # has an offset besides its factor


@pytest.fixture(scope="module")
def registry():
    found = pint.UnitRegistry()
    for line in (FOLDER / "units.defs.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            found.define(line)
    return found


def test_that_origins_and_verdicts_are_those_of_the_domain():
    assert {row.id for row in reference.origins()} == set(Origin)
    assert {row.id for row in reference.verdicts()} == set(Verdict)
    assert {row.id for row in reference.not_compared_reasons()} >= set(NotCompared)


def test_that_only_the_three_verdicts_are_verdicts():
    assert [row.id for row in reference.verdicts() if not row.is_verdict] == ["not_compared"]


def test_that_words_of_the_plant_never_yield_a_verdict():
    may = {row.id: row.may_yield_verdict for row in reference.origins()}
    assert may["measured_auditor"]
    assert not may["declared"]
    assert not may["estimated"]


def test_that_reasons_for_a_blank_say_what_they_need():
    rows = {row.id: row for row in reference.blank_reasons()}
    assert rows["measure_later"].needs_date
    assert not rows["measure_later"].needs_note
    assert rows["no_access"].label.ru == "Нет доступа"
    assert rows["not_applicable"].counts_as == "not_applicable"


def test_that_every_label_is_there_in_three_languages():
    labels = [row.label for row in reference.blank_reasons()]
    labels += [row.label for row in reference.origins()]
    labels += [row.label for row in reference.evidence_kinds()]
    labels += [row.label for row in reference.audit_stages()]
    labels += [text for row in layouts() for text in (row.label, row.hint)]
    labels += [row.symbol for row in reference.units().values()]
    labels += [row.label for row in reference.bases().values()]
    labels += [row.name for row in reference.substances().values()]
    assert all(label.ru and label.kk and label.en for label in labels)


def test_that_layouts_treat_secrets_as_they_say():
    assert [row.id for row in layouts()] == ["plant", "bureau", "ministry"]
    treated = [row.confidential for row in layouts()]
    assert treated == [Treatment.PRINT, Treatment.MARK, Treatment.LEAVE_OUT]
    assert all(row.source and row.confidence for row in layouts())


def test_that_nothing_is_shown_to_whom_nobody_described():
    with pytest.raises(ValueError, match="newspaper"):
        layout("newspaper")


def test_that_conditions_of_the_union_and_of_kazakhstan_differ_by_twenty_kelvin():
    eu, kz = reference.bases()["eu-dry"], reference.bases()["kz-dry"]
    assert (eu.temperature_k, kz.temperature_k) == (Decimal("273.15"), Decimal("293.15"))
    assert (eu.moisture, eu.o2_ref_pct, eu.o2_air_pct) == ("dry", None, Decimal(21))
    assert reference.bases()["eu-wet-o2-16"].o2_ref_pct == Decimal(16)


def test_that_the_factors_of_the_units_agree_with_pint(registry):
    checked = 0
    for row in reference.units().values():
        if not row.pint or row.factor_to_si is None or row.id in SHIFTED:
            continue
        quantity = registry.Quantity(1, row.pint).to_base_units()
        assert quantity.magnitude == pytest.approx(float(row.factor_to_si), rel=1e-6), row.id
        checked += 1
    assert checked > 100


def test_that_the_tables_name_no_place_they_were_made_in():
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"shared/|/tmp/|\.md\b", text), path.name
