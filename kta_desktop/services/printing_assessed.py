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
from kta_desktop.services import assessing, assessing_earlier
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.reports.assessed import Assess, Assessed


def assess_of(ws: Workspace, today: date) -> "Assess":
    """Return what assesses an audit of a workspace for a sheet of the day ``today``.

    The audit before it is left out where anything is kept back: what was a secret then is not
    told from what is one now.
    """

    def found(record: AuditRecord, state: FormState) -> "Assessed":
        is_kept = isinstance(state, GuardedState)
        earlier = None if is_kept else assessing_earlier.earlier_of(ws, record)
        return assessed(record, state, today, earlier)

    return found


def assessed(
    record: AuditRecord, state: FormState, today: date, earlier: Known | None = None
) -> "Assessed":
    """Return what an audit comes to, by the record and the form that a layout leaves of it."""
    from kta_desktop.reports.context import read_sessions

    known = assessing.known_of(record, state, today, earlier)
    if isinstance(state, GuardedState):
        sessions = (session for _path, session in read_sessions(record))
        known = replace(
            known,
            sessions=tuple(each for each in sessions if each is not None),
            records={path: said for path, said in record.entries.items() if path.startswith("@")},
        )
    return as_printed(assessing.assess(known))


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
