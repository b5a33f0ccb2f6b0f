"""What a layout keeps back, in one place: every part of a sheet is given what is left.

A layout that leaves trade secrets out gives the parts a form and a record that no longer hold
them, so that no part can print one, also one that does not ask. What a part should ask is
``Context.is_left_out`` and ``Context.is_marked``, to say why there is nothing.

Kept back are the secret answers with their notes, reasons, attachments and rows; figures worked
out of a secret with others that are printed, since the secret could be worked out of both; the
names of instances that are secret answers; protocols of measurements whose result is a secret
answer. A verdict stays as its word and level, without figure and band, unless it tells the figure:
that it is not distinguishable from the level, or meets a narrow range.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import OPEN, Confidential, SaidBy
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.guarded import GuardedState
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import evidence_kinds
from kta_desktop.packs.reference_layouts import Layout, Treatment

if TYPE_CHECKING:
    from kta_desktop.reports.source import Known

_Known = TypeVar("_Known")
NO_SECRETS = N_("Not printed: trade secret")
NO_CONTACTS = N_("Not printed: personal contacts")
CONFIDENTIAL = N_("Confidential")
PLANT_VIEW = "conclusion.plant_view"
"""Concept of the table in which the plant names what it holds confidential."""
CONTACTS = frozenset({"enterprise.contacts", "audit.attendees"})
"""Concepts of the tables with names, telephones and addresses of people."""
_TOLD = frozenset({"item", "secret"})  # columns of a claim of the plant that are no secret
_YES = "yes"
_NARROW = Decimal("1.5")  # a range whose upper end is less than this times the lower tells figures


@dataclass(frozen=True, slots=True)
class Shield:
    """What a layout keeps back of a form; a ``forms.guarded.Guard``.

    Attributes:
        layout: For whom the sheet is.
        files: Hashes of files that are a secret on one question: they are on every other one.
    """

    layout: Layout
    files: frozenset[str] = frozenset()

    def keeps(self, form: FormState, address: str) -> bool:
        """Whether the answer of a question or cell is kept back."""
        if self.layout.contacts is Treatment.LEAVE_OUT and is_contact(form, address):
            return True
        if self.layout.confidential is not Treatment.LEAVE_OUT:
            return False
        return form.confidential(address).is_secret or _is_claim(form, address)

    def keeps_cells(self, form: FormState, address: str) -> bool:
        """Whether single cells of a table may be kept back."""
        return form.question(address).concept == PLANT_VIEW or form.has_secret_cells(address)

    def keeps_file(self, form: FormState, address: str, file: Evidence) -> bool:
        """Whether an attachment of a question is kept back."""
        if self.layout.files is Treatment.LEAVE_OUT:
            return True
        is_shut = self.layout.confidential is Treatment.LEAVE_OUT
        return is_shut and (
            file.sha256 in self.files or file_secrecy(form, address, file).is_secret
        )


def is_contact(form: FormState, address: str) -> bool:
    """Whether a question or cell names people and how to reach them."""
    return form.question(address).concept in CONTACTS


def holds_anything(form: FormState, address: str) -> bool:
    """Whether anything was entered at an address, or is worked out there."""
    is_filled = not form.answer(address).is_empty or form.value(address) not in (None, ())
    return is_filled or bool(form.note(address) or form.evidence(address))


def _is_claim(form: FormState, address: str) -> bool:
    """Whether it is what the plant says on something that it holds confidential."""
    place = fieldpath.parse_path(address)
    if not place.rows or place.question in _TOLD or form.question(address).concept != PLANT_VIEW:
        return False
    secret = fieldpath.cell(place.inside or "", place.rows[-1], "secret")
    return form.answer(secret).value == _YES


def file_secrecy(form: FormState, address: str, file: Evidence) -> Confidential:
    """Return whether an attachment is a trade secret.

    What a person said of it comes first; else it is one if its question is, or if papers of its
    kind are unless said otherwise.
    """
    said = form.said_secret(address, file.id)
    source = fieldpath.evidence(address, file.id)
    if said is not None:
        return Confidential(said.is_secret, said.grounds, SaidBy.PERSON, source)
    question = form.confidential(address)
    if question.is_secret:
        return question
    by_kind = any(kind.confidential_default for kind in evidence_kinds() if kind.id == file.kind)
    return Confidential(by_kind, "", SaidBy.PACK, source if by_kind else "")


def session_secrecy(form: FormState, session: Session) -> Confidential:
    """Return whether a measurement is a trade secret: it is if a result of it, or its place, is."""
    paths = [sent.address for sent in session.sent]
    for path in [session.place, *paths] if session.place else paths:
        try:
            found = form.confidential(path)
        except KeyError:  # the question or the source it came from is no longer in the form
            continue
        if found.is_secret:
            return found
    return OPEN


def guarded(form: FormState, layout: Layout) -> FormState:
    """Return the form as a layout shows it; the form itself where nothing is kept back."""
    treated = (layout.confidential, layout.contacts, layout.files)
    if Treatment.LEAVE_OUT not in treated:
        return form
    return GuardedState(form, Shield(layout, frozenset(_secret_files(form))))


def guarded_alike(form: FormState, state: GuardedState) -> FormState:
    """Return another form as the layout of ``state`` shows it."""
    shield = state.guard
    return guarded(form, shield.layout) if isinstance(shield, Shield) else form


def _secret_files(form: FormState) -> Iterator[str]:
    for path in form.entries:
        address, _hash, facet = path.partition("#")
        kind, _colon, identifier = facet.partition(":")
        if kind != "evidence":
            continue
        try:
            files = form.evidence(address)
        except KeyError:  # of a question that the checklist no longer has
            continue
        for file in files:
            if file.id == identifier and file_secrecy(form, address, file).is_secret:
                yield file.sha256


def kept_back(record: AuditRecord, state: FormState, secret: Container[str]) -> AuditRecord:
    """Return the record as a layout shows it.

    Args:
        record: The audit.
        state: Its form as ``guarded`` gives it.
        secret: Paths of the sessions that are kept back: they stay as what they are called.
    """
    if not isinstance(state, GuardedState):
        return record
    entries = {
        path: _session(state, value, is_secret=path in secret)
        if path.startswith("@session/")
        else value
        for path, value in state.entries.items()
        if not path.startswith("@fact/")  # figures of the category, also of secret answers
    }
    conflicts = tuple(each for each in record.conflicts if each.path in entries)
    return replace(record, entries=entries, conflicts=conflicts)


def _session(state: GuardedState, stored: JsonValue, *, is_secret: bool) -> JsonValue:
    """Return a session without what is kept back of it; one that cannot be read as it is."""
    session = read_session(stored)
    if session is None:
        return stored
    if _is_unnamed(state, session.place):
        session = replace(session, source="", point="")
    if not is_secret:
        return session.to_json()
    shell = Session(
        id=session.id,
        source=session.source,
        point=session.point,
        parameter=session.parameter,
        channel=session.channel,
        level=session.level,
        basis=session.basis,
        started_at=session.started_at,
        ended_at=session.ended_at,
        others=tuple(replace(each, samples=()) for each in session.others),
        place=session.place,
    )
    return shell.to_json()


def _is_unnamed(state: GuardedState, place: str) -> bool:
    """Whether the name of the source that a session was at is kept back."""
    repeat, _slash, row = place.rpartition("/")
    try:
        title = state.form.instance_title(repeat, row, "ru")
        return bool(title) and not state.instance_title(repeat, row, "ru")
    except KeyError:
        return False


def read_session(stored: JsonValue) -> Session | None:
    """Return the session of a stored entry; None if it cannot be read."""
    try:
        return Session.from_json(stored if isinstance(stored, Mapping) else {})
    except (TypeError, KeyError):
        return None


def secret_sessions(form: FormState, record: AuditRecord) -> Mapping[str, Confidential]:
    """Return the measurements that are trade secrets, by path, with who says so."""
    read = (
        (path, read_session(stored))
        for path, stored in record.entries.items()
        if path.startswith("@session/")
    )
    found = {path: session_secrecy(form, session) for path, session in read if session is not None}
    return {path: each for path, each in found.items() if each.is_secret}


def told_of(state: FormState, known: "Known", secret: Container[str]) -> "Known":
    """Return what is known beside the record as a layout shows it.

    Args:
        state: The form as ``guarded`` gives it.
        known: Everything.
        secret: Paths of the measurements that are kept back.
    """
    if not isinstance(state, GuardedState):
        return known
    return replace(
        known,
        judgements=dict(_judgements(state, known.judgements, secret)),
        authorship=_open(state, known.authorship, secret),
        traces=_open(state, known.traces, secret),
        standards=_open(state, known.standards, secret),
        earlier=_open(state, {p: b for p, b in known.earlier.items() if not b.is_secret}, secret),
    )


def _open(
    state: GuardedState, found: Mapping[str, _Known], secret: Container[str]
) -> Mapping[str, _Known]:
    return {path: each for path, each in found.items() if not _is_kept(state, path, secret)}


def _judgements(
    state: GuardedState, judgements: Mapping[str, Judgement], secret: Container[str]
) -> Iterator[tuple[str, Judgement]]:
    """Yield the judgements; of what is kept back the word and the level, unless both tell it."""
    for path, judgement in judgements.items():
        if not _is_kept(state, path, secret):
            yield path, judgement
        elif not _tells_figure(judgement):
            yield path, replace(judgement, value=None, uncertainty=Decimal(0))


def _is_kept(state: GuardedState, path: str, closed: Container[str]) -> bool:
    if path.startswith("@"):
        return "/".join(path.split("/")[:2]) in closed
    try:
        return state.keeps(path.partition("#")[0])
    except KeyError:  # of what the form no longer asks; nothing prints it
        return True


def _tells_figure(judgement: Judgement) -> bool:
    """Whether a verdict and its level together tell the figure, or nearly."""
    level = judgement.level
    if judgement.verdict is Verdict.NOT_DISTINGUISHABLE:
        return True  # it lies beside the end of the level
    if judgement.verdict is not Verdict.MEETS or level is None or level.direction != "within":
        return False
    if level.lower is None or level.upper is None:
        return False
    return Decimal(level.upper) < _NARROW * Decimal(level.lower)
