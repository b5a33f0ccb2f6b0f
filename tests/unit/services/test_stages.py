"""Claims about the stage of an audit: what its dates and its delivery say of it."""

from datetime import date

import pytest

from kta_desktop.domain.audit import AuditRecord, Delivery
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.stage import Phase
from kta_desktop.services import packs, stages

TODAY = date(2026, 11, 22)


def _column(name, kind, choices=()):
    concept = f"audit.timeline.{name}"
    label = Text(ru=name)
    return Column(name=name, type=kind, label=label, concept=concept, choices=choices)


STEPS = tuple(Choice(name=step, label=Text(ru=step)) for step in ("site_visit", "lab_results"))
FORM = Definition(
    pack="tiny",
    version="1.0",
    title=Text(ru="Молоко"),
    sections=(Section(name="a", number="1", label=Text(ru="Аудит")),),
    questions=(
        Question(
            name="dates",
            number="1.1",
            section="a",
            type=QuestionType.TABLE,
            label=Text(ru="Этапы"),
            concept="audit.timeline",
            columns=(
                _column("stage", QuestionType.SELECT_ONE, STEPS),
                _column("start", QuestionType.DATE),
                _column("end", QuestionType.DATE),
            ),
        ),
    ),
)


def audit(*rows, delivery=Delivery.DRAFT, **days):
    entries = {f"@audit/{name}": day for name, day in days.items()}
    for number, row in enumerate(rows):
        entries[f"dates/{number}"] = {"order": float(number)}
        cells = zip(("stage", "start", "end"), row, strict=False)
        entries |= {f"dates/{number}/{name}": {"value": value} for name, value in cells if value}
    return AuditRecord(
        id="a", definition=FORM, definition_sha256="0", entries=entries, delivery=delivery
    )


def test_that_an_audit_without_dates_is_prepared():
    found = stages.stage(audit(), TODAY)
    assert (found.phase, found.number, stages.detail(found, "ru")) == (Phase.PREPARATION, 1, "")


def test_that_a_visit_to_come_is_named_with_its_day():
    found = stages.stage(audit(starts_on="2026-12-08", ends_on="2026-12-10"), TODAY)
    assert found.phase is Phase.PREPARATION
    assert stages.detail(found, "en") == "visit 08.12.2026"


def test_that_a_visit_that_goes_on_counts_its_days():
    found = stages.stage(audit(starts_on="2026-11-21", ends_on="2026-11-23"), TODAY)
    assert (found.phase, found.day, found.days) == (Phase.ON_SITE, 2, 3)
    assert stages.detail(found, "en") == "day 2 of 3"


def test_that_a_visit_without_an_end_counts_only_its_day():
    found = stages.stage(audit(starts_on="2026-11-20"), TODAY)
    assert (found.phase, found.day, found.days) == (Phase.ON_SITE, 3, 0)


def test_that_a_visit_that_is_over_is_being_processed():
    found = stages.stage(audit(starts_on="2026-11-18", ends_on="2026-11-20"), TODAY)
    assert (found.phase, found.since) == (Phase.PROCESSING, "2026-11-20")


def test_that_the_table_of_stages_is_truer_than_the_days_told_at_the_start():
    moved = audit(
        ("site_visit", "2026-12-01", "2026-12-02"), starts_on="2026-11-21", ends_on="2026-11-23"
    )
    found = stages.stage(moved, TODAY)
    assert (found.phase, found.visit) == (Phase.PREPARATION, "2026-12-01")


@pytest.mark.parametrize(
    ("step", "phase"),
    [
        ("assigned", Phase.PREPARATION),
        ("questionnaire_sent", Phase.QUESTIONNAIRE),
        ("questionnaire_received", Phase.QUESTIONNAIRE),
        ("lab_results", Phase.PROCESSING),
        ("plant_comments", Phase.AGREEMENT),
        ("submitted", Phase.HANDED_OVER),
        ("returned", Phase.AGREEMENT),
    ],
)
def test_that_the_row_begun_last_says_the_phase(step, phase):
    begun = (("assigned", "2026-10-01"), (step, "2026-11-02"), ("accepted", "2026-11-30"))
    assert stages.stage(audit(*begun), TODAY).phase is phase


def test_that_of_two_begun_on_one_day_the_later_one_counts():
    day = "2026-11-22"
    found = stages.stage(audit(("site_visit", day), ("opening_meeting", day)), TODAY)
    assert found.step == "site_visit"


def test_that_a_row_without_a_date_says_nothing():
    assert stages.stage(audit(("lab_results",)), TODAY).phase is Phase.PREPARATION


@pytest.mark.parametrize("junk", ["2026-99-99", "zzz", "2026-1-1", "2026-11-21T10:00", "0"])
def test_that_a_date_that_is_none_says_nothing(junk):
    """A package from elsewhere may hold one; the list must show the audit all the same."""
    rows = [("site_visit", "2026-11-20", junk), ("lab_results", junk)]
    found = stages.stage(audit(*rows, starts_on=junk, ends_on=junk), TODAY)
    assert (found.phase, found.day, found.days) == (Phase.ON_SITE, 3, 0)
    assert stages.stage(audit(starts_on=junk, ends_on=junk), TODAY).phase is Phase.PREPARATION


def test_that_a_row_that_was_taken_away_says_nothing():
    record = audit(("lab_results", "2026-11-02"))
    entries = dict(record.entries) | {"dates/0": None}
    gone = AuditRecord(id="a", definition=FORM, definition_sha256="0", entries=entries)
    assert stages.stage(gone, TODAY).phase is Phase.PREPARATION


@pytest.mark.parametrize("delivery", [Delivery.SIGNED, Delivery.QUEUED, Delivery.DELIVERED])
def test_that_what_is_on_its_way_to_the_centre_is_handed_over(delivery):
    sent = audit(starts_on="2026-11-18", ends_on="2026-11-20", delivery=delivery)
    assert stages.stage(sent, TODAY).phase is Phase.HANDED_OVER


def test_that_what_is_sent_during_the_visit_leaves_it_at_the_plant():
    sent = audit(starts_on="2026-11-21", ends_on="2026-11-23", delivery=Delivery.QUEUED)
    assert stages.stage(sent, TODAY).phase is Phase.ON_SITE


def test_that_what_came_back_from_the_centre_is_agreed_on():
    back = audit(starts_on="2026-11-21", ends_on="2026-11-23", delivery=Delivery.RETURNED)
    assert stages.stage(back, TODAY).number == 5


def test_that_every_stage_the_common_checklist_offers_has_a_phase():
    definition, _sha256 = packs.compiled("core")
    table = next(q for q in definition.questions if q.concept == "audit.timeline")
    choices = {choice.name for choice in table.columns[0].choices}
    entries = {"core_timeline/0": {"order": 1.0}, "core_timeline/0/start": {"value": "2026-11-01"}}
    for step in choices:
        entries["core_timeline/0/stage"] = {"value": step}
        record = AuditRecord(id="a", definition=definition, definition_sha256="0", entries=entries)
        assert stages.stage(record, TODAY).since, step
