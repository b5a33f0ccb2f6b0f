"""What every part of a sheet needs to know of the audit it prints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from kta_desktop.assessment.art202 import Article202
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import Confidential
from kta_desktop.domain.definition import Section
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.guarded import GuardedState
from kta_desktop.forms.standing import DONE, QuestionStatus
from kta_desktop.forms.state import FormState, Place
from kta_desktop.packs.reference_layouts import Layout, Treatment
from kta_desktop.reports.assessed import Assessed, nothing
from kta_desktop.reports.before import Before
from kta_desktop.reports.by_address import ByAddress
from kta_desktop.reports.order import Order, Which
from kta_desktop.reports.protocols.figure import Trace
from kta_desktop.reports.secrecy import (
    NO_CONTACTS,
    NO_SECRETS,
    file_secrecy,
    holds_anything,
    is_contact,
    read_session,
)
from kta_desktop.reports.tongue import Tongue

_EVIDENCE = "#evidence:"
_LETTERS = {"ru": ("Ф", "Д"), "kk": ("Ф", "Қ"), "en": ("P", "D")}


@dataclass(frozen=True, slots=True)
class Authored:
    """Who wrote a value last: the auditor's id and the ISO time (UTC)."""

    author: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    """One line of what is missing, in words.

    Attributes:
        headline: What is missing.
        follows: What follows from it; may be empty.
        titles: The questions it speaks of; printed where there are several.
        second: The same line in the second language of a sheet; None if there is none.
    """

    headline: str
    follows: str
    titles: tuple[str, ...] = ()
    second: "MissingLine | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPart:
    """Lines that weigh alike, below their heading."""

    heading: str
    lines: tuple[MissingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """An audit on its way to paper.

    Attributes:
        record: The audit.
        order: What was asked for.
        printed_at: ISO time with zone.
        state: Its form.
        tongue: Language or languages.
        zone: Zone that times are printed in.
        images: Returns a picture by its hash, at most so many pixels wide, as JPEG or PNG.
        judgements: By path: ``wat_03``, a cell ``wat_04/<row>/m3``, ``session_path``.
        authorship: By path.
        traces: By ``session_path``.
        standards: By ``session_path``: emission standards, for quantities that have a limit.
        missing: What is still missing, in the languages of the sheet.
        earlier: By path: what an earlier audit of the plant found.
        names: Evidence id to the name it has on the sheet, such as ``Ф-12``.
        sums: Table and column of the figures that may be added up.
        device: Fingerprint of the key of the computer that prints; may be empty.
        card: Text of the code of that key's card; may be empty.
        layout: For whom the sheet is.
        secret_sessions: Measurements that are trade secrets by path, and who says so.
        assess: Returns what the assessment comes to; worked out when it is asked first.
    """

    record: AuditRecord
    order: Order
    printed_at: str
    state: FormState
    tongue: Tongue
    zone: tzinfo
    images: Callable[[str, int], bytes]
    judgements: ByAddress[Judgement] = field(default_factory=ByAddress)
    authorship: ByAddress[Authored] = field(default_factory=ByAddress)
    traces: Mapping[str, Trace] = field(default_factory=dict)
    standards: Mapping[str, Article202] = field(default_factory=dict)
    missing: tuple[MissingPart, ...] = ()
    earlier: Mapping[str, Before] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    sums: frozenset[tuple[str, str]] = frozenset()
    device: str = ""
    card: str = ""
    layout: Layout
    secret_sessions: Mapping[str, Confidential] = field(default_factory=dict)
    assess: Callable[[], Assessed] = nothing

    @property
    def open_form(self) -> FormState:
        """The form with everything in it: for what a sheet says *about* secrets, never of them."""
        return self.state.form if isinstance(self.state, GuardedState) else self.state

    def is_left_out(self, path: str) -> bool:
        """Whether there is something at a path that this layout keeps back.

        ``state`` and ``record`` do not hold it then; print ``why_left_out`` in its place.

        Args:
            path: Address of a question or cell, or ``session_path``.
        """
        if path.startswith("@session/"):
            shuts = self.layout.confidential is Treatment.LEAVE_OUT
            return shuts and _session_of(path) in self.secret_sessions
        is_kept = isinstance(self.state, GuardedState) and self.state.keeps(path)
        return is_kept and holds_anything(self.open_form, path)

    def why_left_out(self, path: str) -> str:
        """Return the words that stand where something is left out."""
        is_question = not path.startswith("@session/")
        return self.tongue.word(
            NO_CONTACTS if is_question and is_contact(self.state, path) else NO_SECRETS
        )

    def is_marked(self, path: str) -> bool:
        """Whether this layout prints what stands at a path, but marks it as a trade secret."""
        if self.layout.confidential is not Treatment.MARK:
            return False
        if path.startswith("@session/"):
            return _session_of(path) in self.secret_sessions
        form = self.state
        is_secret = form.confidential(path).is_secret or form.has_secret_cells(path)
        return is_secret and holds_anything(form, path)

    def is_file_marked(self, address: str, file: Evidence) -> bool:
        """Whether an attachment is printed, but marked as a trade secret."""
        is_marking = self.layout.confidential is Treatment.MARK
        return is_marking and file_secrecy(self.state, address, file).is_secret

    def is_wanted(self, place: Place) -> bool:
        """Whether a question is among those that were asked for."""
        which = self.order.which
        if which is Which.ALL:
            return True
        status = self.state.status(place.address)
        if which is Which.MISSING:
            return status not in DONE
        return status not in (QuestionStatus.EMPTY, QuestionStatus.BEGUN)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections that were asked for, in paper order."""
        chosen = self.order.sections
        return tuple(
            section
            for section in self.record.definition.sections
            if chosen is None or section.name in chosen
        )

    def references(self, address: str) -> str:
        """Return the evidence of a question as ``[Ф-12, Д-5]``, or an empty text."""
        names = dict.fromkeys(self.names[item.id] for item in self.state.evidence(address))
        return f"[{', '.join(names)}]" if names else ""

    def judged(self, address: str) -> tuple[tuple[str, Judgement], ...]:
        """Return path and judgement of every figure of a question: its own, or its cells'."""
        return tuple(self.judgements.of(address))

    def written_by(self, address: str) -> Authored | None:
        """Return who last wrote anything of a question; None if that is not known."""
        found = (mark for _path, mark in self.authorship.of(address))
        return max(found, key=lambda mark: mark.at, default=None)


def evidence_names(entries: Mapping[str, JsonValue], lang: str) -> Mapping[str, str]:
    """Return evidence id → name: pictures Ф-1, Ф-2, …, other files Д-1, …, in order of time.

    A file has one name, however many questions it is attached to. What is attached later gets a
    later number, so earlier sheets stay true; evidence of questions that no longer apply, and of
    instances that were removed, keeps its number.
    """
    items = {
        path.partition(_EVIDENCE)[2]: (str(value.get("media_type", "")), value.get("sha256"))
        for path, value in entries.items()
        if _EVIDENCE in path and isinstance(value, Mapping)
    }
    letters, counts = _LETTERS[lang], [0, 0]
    names: dict[str, str] = {}
    files: dict[object, str] = {}
    for identifier in sorted(items):
        media_type, sha256 = items[identifier]
        if sha256 not in files:
            kind = 0 if media_type.startswith("image/") else 1
            counts[kind] += 1
            files[sha256] = f"{letters[kind]}-{counts[kind]}"
        names[identifier] = files[sha256]
    return names


def is_of(path: str, address: str) -> bool:
    """Whether a path is the answer of a question, or one of its cells, notes or attachments."""
    return path == address or path.startswith((f"{address}/", f"{address}#"))


def session_path(session: Session, channel: str) -> str:
    """Return the path under which a quantity of a session is judged and drawn."""
    first = f"@session/{session.id}"
    return first if channel == session.channel else f"{first}/{channel}"


def _session_of(path: str) -> str:
    return "/".join(path.split("/")[:2])


def read_sessions(record: AuditRecord) -> tuple[tuple[str, Session | None], ...]:
    """Return path and session of every measurement in order of time; None for an unreadable one."""
    paths = sorted(path for path in record.entries if path.startswith("@session/"))
    return tuple((path, read_session(record.entries[path])) for path in paths)
