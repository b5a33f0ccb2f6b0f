"""Where the centre's page gets what it shows, and what it does. All of it is work off the window.

Reading a version in full takes a second for a large audit, publishing as long as the places need.
"""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.errors import KtaError, retold
from kta_desktop.forms.entry import iso_date
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import BETWEEN, instances_of
from kta_desktop.i18n import _, language
from kta_desktop.services import (
    auditing,
    comments,
    filling,
    judging,
    overview,
    quarantine,
    receiving,
    register,
    remotes,
    review_desk,
    revisions,
    sticks,
    versions,
)
from kta_desktop.services.comments import CommentState
from kta_desktop.services.review_drafts import Draft
from kta_desktop.services.value_words import answer_text
from kta_desktop.services.workspace import Workspace
from ui.models import drives
from ui.models.intake import Asked, Facts, Reviewed, Standing, Version
from ui.tasks import Cancelled, Report

if TYPE_CHECKING:
    from kta_desktop.services.receiving import HeldRow, IntakeReport

Drives = Callable[[], tuple[sticks.Stick, ...]]
Printed = Mapping[str, object]
"""An error as errors are printed."""
_FOR_THEIR_KEYS = ("key-unknown", "key-revoked")
"""Codes of what a version is held for no longer once its key is accepted."""
_ID = 36
"""Signs of the id of an audit."""
_DONE = {"accepted": Standing.ACCEPTED, "returned": Standing.RETURNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What one look at all places came to.

    Attributes:
        received: Versions that were taken in.
        audits: Ids of the audits that they brought or changed.
        refused: Versions that were refused.
        held: Versions that wait for a decision about a key.
        known: Versions that were here before.
        places: Places that were looked at.
        stopped: Whether a person stopped it.
        errors: Of places that could not be used.
    """

    received: int = 0
    audits: tuple[str, ...] = ()
    refused: int = 0
    held: int = 0
    known: int = 0
    places: int = 0
    stopped: bool = False
    errors: tuple[Printed, ...] = ()

    def plus(self, report: "IntakeReport") -> "TakenIn":
        """Return it with what one place more came to."""
        return replace(
            self,
            received=self.received + len(report.received),
            audits=(*self.audits, *(one.audit for one in report.received)),
            refused=self.refused + len(report.refused),
            held=self.held + len(report.held),
            known=self.known + report.known,
            places=self.places + 1,
            stopped=self.stopped or report.stopped,
        )


class Source:
    """Asks and does what the page wants of a workspace that reviews."""

    def __init__(self, workspace: Workspace, look: Drives = drives.sticks) -> None:
        self._ws, self._look = workspace, look

    def queue(self) -> tuple[Version, ...]:
        """Return the versions that came in: those to review, held, refused, reviewed."""
        ws = self._ws
        waiting = [_waiting(row) for row in review_desk.waiting(ws)]
        numbers = {one.id: one.number for one in auditing.summaries(ws)}
        active = register.KeyState.ACTIVE
        accepted = {one.fingerprint for one in register.keys(ws) if one.state is active}
        held = [_held(row, numbers, accepted) for row in receiving.held(ws)]
        refused = [
            Version(
                key=f"refused/{row.id}",
                standing=Standing.REFUSED,
                number=_named(row.name, numbers),
                revision=_revision(row.name),
                at=row.at,
                reason=_in_words(row.reason, row.name, _named(row.name, numbers)),
                name=row.name,
            )
            for row in quarantine.refused(ws)
        ]
        return (*waiting, *held, *refused, *self._reviewed({one.audit for one in waiting}))

    def version(self, version: Version, against: int | None) -> Reviewed:
        """Return a version in full.

        Args:
            version: Which one.
            against: Number of the version to compare with; None for the one reviewed before.
        """
        ws, audit = self._ws, version.audit
        closed = [one.number for one in revisions.revisions(ws, audit)]
        others = tuple(sorted({n for n in closed if n < version.revision}, reverse=True))
        wanted = against or self._before(version)
        if wanted not in others:
            wanted = 0
        changed = revisions.compare(ws, audit, wanted, version.revision) if wanted else ()
        record = versions.at(ws, audit, version.revision)[1]
        state = filling.of_audit(record)
        return Reviewed(
            version=version,
            against=wanted,
            others=others,
            facts=_facts(record, state),
            changed=changed,
            asked=tuple(_asked(state)),
            comments=comments.comments(ws, audit),
            draft=review_desk.draft(ws, audit),
        )

    def save(self, audit: str, draft: Draft) -> str:
        """Store a draft and return the ISO time (UTC)."""
        review_desk.set_draft(self._ws, audit, draft)
        return datetime.now(UTC).isoformat()

    def publish(
        self, version: Version, verdict: Literal["accepted", "returned"], draft: Draft
    ) -> tuple[Printed, ...]:
        """Sign a review and bring it to the places; return the errors of those out of reach."""
        said = replace(draft, until=iso_date(draft.until.strip()) or "")
        return review_desk.publish(self._ws, version.audit, verdict, said).missed

    def take_in(self, report: Report, cancelled: Cancelled) -> TakenIn:
        """Take in what lies at all places; one that is out of reach lets the others go on.

        A stick that an auditor wrote is a place as soon as it is in.
        """
        done = TakenIn(errors=tuple(self._list_sticks()))
        places = self._within_reach()
        for number, place in enumerate(places):
            if cancelled():
                return replace(done, stopped=True)

            def told(fraction: float, text: str, number: int = number) -> None:
                report((number + fraction) / len(places), text)

            try:
                done = done.plus(
                    receiving.intake(self._ws, place.name, report=told, cancelled=cancelled)
                )
            except KtaError as error:
                done = replace(done, errors=(*done.errors, quarantine.reason_of(error)))
        return done

    def _list_sticks(self) -> Iterator[Printed]:
        """List the places on the sticks that are in; yield what is wrong with one."""
        for stick in self._look():
            if not (stick.path / sticks.FOLDER).is_dir():
                continue
            try:
                sticks.as_place(self._ws, stick)
            except KtaError as error:
                yield quarantine.reason_of(error)

    def _within_reach(self) -> tuple[remotes.RemoteInfo, ...]:
        """Return the places without sticks that are in a drawer, unless there is nothing else."""
        listed = remotes.listed(self._ws)
        here = tuple(one for one in listed if not sticks.is_away(one))
        return here or listed

    def release(self, version: Version) -> None:
        """Let the next look take one held version whatever is thought of its key."""
        receiving.release(self._ws, version.place, version.name)

    def places(self) -> tuple[str, ...]:
        """Return the names of the places where something may lie."""
        return tuple(one.name for one in remotes.listed(self._ws))

    def _before(self, version: Version) -> int:
        """Return the version that our level reviewed before; 0 for none."""
        found = [
            one.revision
            for one in review_desk.reviews_of(self._ws, version.audit)
            if one.verdict in _DONE and one.revision < version.revision
        ]
        return max(found, default=0)

    def _reviewed(self, passed: set[str]) -> Iterator[Version]:
        """Yield the audits that were reviewed and wait for nothing here, the newest first."""
        found = []
        for summary in auditing.summaries(self._ws):
            said = None if summary.id in passed else comments.standing(self._ws, summary.id)
            if said is None or said.verdict not in _DONE:
                continue
            open_ = [
                one
                for one in comments.comments(self._ws, summary.id)
                if one.state is not CommentState.RESOLVED
            ]
            found.append(
                Version(
                    key=f"reviewed/{summary.id}",
                    standing=_DONE[said.verdict],
                    audit=summary.id,
                    number=summary.number,
                    revision=said.revision,
                    plant=summary.plant.name,
                    by=said.by,
                    at=said.at,
                    round=max(said.round, 1),
                    comments=len(open_),
                )
            )
        yield from sorted(found, key=lambda one: one.at, reverse=True)


def _waiting(row: review_desk.Waiting) -> Version:
    return Version(
        key=f"waiting/{row.audit}",
        standing=Standing.WAITING,
        audit=row.audit,
        number=row.number,
        revision=row.revision,
        plant=row.plant,
        by=row.by,
        at=row.received_at,
        round=row.round,
        beside=row.beside,
        lead=row.lead,
        comments=row.comments_open,
        has_draft=row.has_draft,
    )


def _held(row: "HeldRow", numbers: Mapping[str, str], accepted: AbstractSet[str]) -> Version:
    number = numbers.get(row.audit) or _named(row.name, numbers)
    return Version(
        key=f"held/{row.place}/{row.name}",
        standing=Standing.HELD,
        audit=row.audit,
        number=number,
        revision=row.revision,
        at=row.at,
        reason=_in_words(row.reason, row.name, number),
        fingerprint=row.fingerprint,
        place=row.place,
        name=row.name,
        is_released=row.state == "released",
        is_freed=row.fingerprint in accepted and row.reason.get("code") in _FOR_THEIR_KEYS,
    )


def _named(name: str, numbers: Mapping[str, str]) -> str:
    """Return the number of the audit that a manifest or an encrypted file belongs to.

    One that is not here yet has none; a file that a person named is called by its name.
    """
    folder, _slash, file = name.partition("/")
    if folder == "sealed":
        return numbers.get(file[:_ID], "") or _("New audit")
    audit, _slash, manifest = file.partition("/")
    return numbers.get(audit, "") or (_("New audit") if manifest else name)


def _in_words(reason: Printed, name: str, number: str) -> Printed:
    """Return an error whose sentence says the number of an audit in place of a long file name."""
    return {**reason, "message": retold(reason).replace(name, number)}


def _revision(name: str) -> int:
    number = name.rpartition("/")[2].partition("-")[0]
    return int(number) if number.isdecimal() and name.startswith("bundles/") else 0


def _facts(record: AuditRecord, state: FormState) -> Facts:
    today = datetime.now(UTC).date()
    told = overview.overview(record, state, judging.sessions(record), today).counters
    return Facts(
        answered=told.answered,
        total=told.total,
        conflicts=len(record.conflicts),
        beyond=told.exceeding,
        unclear=told.unclear,
        unproven=told.unproven,
    )


def _asked(state: FormState) -> Iterator[Asked]:
    """Yield the questions that apply, in the order of the paper."""
    lang = language()
    titles = {one.name: one.short.over(one.label).get(lang) for one in state.definition.sections}
    for place in state.places():
        question = place.question
        if question.number:
            names = instances_of(state, place.address, lang)
            yield Asked(
                path=place.address,
                number=question.number,
                title=BETWEEN.join((question.title.get(lang), *names)),
                answer=answer_text(question, state.answer(place.address), lang),
                section=titles.get(question.section, ""),
            )
