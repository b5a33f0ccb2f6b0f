"""The assessment of an audit on its way to paper, without what a layout keeps back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kta_desktop.assessment.bottlenecks import Part
from kta_desktop.assessment.known import Known
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.guarded import GuardedState
from kta_desktop.forms.state import FormState
from kta_desktop.services import assessing, assessing_earlier, auditing, filling
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.assessment.repeat import Repeat
    from kta_desktop.reports.assessed import Assess, Assessed


def assess_of(ws: Workspace, today: date) -> "Assess":
    """Return what assesses an audit of a workspace for a sheet of the day ``today``.

    Where a layout keeps something back, the audit before is told without its own secrets and
    without those of this one; see ``assessment.repeating_told``.
    """

    def found(record: AuditRecord, state: FormState) -> "Assessed":
        if not isinstance(state, GuardedState):
            earlier = assessing_earlier.earlier_of(ws, record)
            return assessed(record, state, today, earlier)
        left = assessed(record, state, today)
        old = assessing_earlier.earlier_record(ws, record)
        if old is None:
            return left
        whole = auditing.load(ws, record.id)
        return replace(left, repeat=_beside(old, whole, record, state, today))

    return found


def _beside(
    old: AuditRecord, whole: AuditRecord, left: AuditRecord, state: GuardedState, today: date
) -> "Repeat":
    """Return an audit beside the one before, both as a layout tells them.

    Args:
        old: The audit before, with everything.
        whole: This audit, with everything.
        left: The same as the layout leaves it.
        state: Its form, as the layout leaves it.
        today: Day of the sheet.
    """
    from kta_desktop.assessment.registers import asked
    from kta_desktop.assessment.repeating import assessed as worked_out
    from kta_desktop.assessment.repeating_told import Sides, told
    from kta_desktop.assessment.transition import MEASURES

    day = assessing_earlier.day_of(whole)
    open_form = filling.form(old.definition, old.entries)
    kept, shut = _kept_back(old, open_form, state)
    before = Sides(
        worked_out(assessing.known_of(old, open_form, day)), worked_out(_known(kept, shut, day))
    )
    after = Sides(
        worked_out(assessing.known_of(whole, state.form, today)),
        worked_out(_known(left, state, today)),
    )
    found = told(before, after)
    if not any(state.keeps(at) for _asked, at in asked(state, MEASURES)):
        return found
    # what is said of a measure may be what is kept back of the plan
    return replace(found, measures=tuple(replace(each, reason="") for each in found.measures))


def _kept_back(
    record: AuditRecord, form: FormState, like: GuardedState
) -> "tuple[AuditRecord, FormState]":
    """Return another audit and its form as the layout of ``like`` leaves them."""
    from kta_desktop.reports import secrecy

    shut = secrecy.guarded_alike(form, like)
    return secrecy.kept_back(record, shut, secrecy.secret_sessions(form, record)), shut


def assessed(
    record: AuditRecord, state: FormState, today: date, earlier: Known | None = None
) -> "Assessed":
    """Return what an audit comes to, by the record and the form that a layout leaves of it."""
    return as_printed(assessing.assess(_known(record, state, today, earlier)))


def _known(
    record: AuditRecord, state: FormState, today: date, earlier: Known | None = None
) -> Known:
    from kta_desktop.reports.context import read_sessions

    known = assessing.known_of(record, state, today, earlier)
    if not isinstance(state, GuardedState):
        return known
    sessions = (session for _path, session in read_sessions(record))
    return replace(
        known,
        sessions=tuple(each for each in sessions if each is not None),
        records={path: said for path, said in record.entries.items() if path.startswith("@")},
    )


def as_printed(found: assessing.Assessment) -> "Assessed":
    """Return an assessment as sheets take it."""
    from kta_desktop.reports.assessed import Assessed

    return Assessed(
        indicators=found.indicators,
        bats=found.bats,
        balances=found.balances,
        load=found.load,
        plan=found.plan,
        candidates=found.candidates,
        weights=_weights(found),
        repeat=found.repeat,
    )


def _weights(found: assessing.Assessment) -> Mapping[Part, Decimal]:
    from kta_desktop.assessment.candidates_rank import weights_of

    return weights_of(found.known)
