"""Sheets that come back from paper: which questions a page holds, and its picture as evidence.

A page is found by its QR code, or by the five letters under it, see ``domain.page_codes``. What
was entered from it is entered by a person; the picture proves what was written by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kta_desktop.domain import fieldpath, page_codes
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition, Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.page_codes import PageCode, PageMark
from kta_desktop.domain.paper_codes import short_codes
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState, Place
from kta_desktop.i18n import N_, _
from kta_desktop.services import answering, auditing, codes, evidence, filling
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.paper_errors import (
    FilledSheetError,
    OtherAuditError,
    OtherVersionError,
    PaperError,
    UnknownCodeError,
)
from kta_desktop.services.paper_files import Pictures, Scan
from kta_desktop.services.workspace import Workspace

KIND = "sheet"
"""Id of ``evidence_kinds.csv``."""
CAPTION = N_("Page {page} of a sheet filled in by hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a blank sheet.

    Attributes:
        number: Of the page in its document; None where only the first question is known.
        marks: The questions on it by their places in the checklist, in the order of the paper.
    """

    number: int | None = None
    marks: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A picture and the pages that its codes name.

    Attributes:
        scan: The picture.
        pages: The pages of this audit; several where several were photographed together.
        addresses: Of the questions on them, where the picture would be attached.
        error: Why there is none; None if there is one.
    """

    scan: Scan
    pages: tuple[Page, ...] = ()
    addresses: tuple[str, ...] = ()
    error: KtaError | None = None

    @property
    def number(self) -> int | None:
        """Return the number of its only page; None if there are several, or it is unknown."""
        return self.pages[0].number if len(self.pages) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A picture and where it is to be attached.

    Attributes:
        scan: The picture.
        addresses: Of the questions, each once.
        number: Of the page in its document; None if unknown.
    """

    scan: Scan
    addresses: tuple[str, ...]
    number: int | None = None


@dataclass(slots=True)
class Outcome:
    """What became of pictures.

    Attributes:
        attached: Pictures that were attached, with the addresses they were attached to.
        present: Names of pictures that were attached to all their questions before.
        refused: Names of pictures that were not attached, and why.
    """

    attached: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    refused: list[tuple[str, KtaError]] = field(default_factory=list)


def opened(ws: Workspace, audit_id: str) -> tuple[AuditRecord, FormState]:
    """Return an audit and its form as they are now.

    Raises:
        AuditNotFoundError: If there is no such audit.
    """
    record = auditing.load(ws, audit_id)
    return record, filling.of_audit(record)


def read_code(text: str, record: AuditRecord) -> Page | PaperError:
    """Return the page that a code names, or why it names none of this audit.

    Args:
        text: What a QR code says, or the five letters under it; typed in whatever layout.
        record: The audit.
    """
    said = page_codes.read_page(text)
    if said is not None:
        return _said(said, record)
    if codes.filled_code(text) is not None:
        return FilledSheetError()
    questions, letters = record.definition.questions, short_codes(text)
    for short in letters:
        place = page_codes.place_of(short, record.definition_sha256)
        if place is not None and place < len(questions) and _is_printed(questions[place]):
            return Page(marks=(PageMark(place),))
    return UnknownCodeError(shown=(letters or (text.strip(),))[0])


def explained(ws: Workspace, text: str, record: AuditRecord) -> Page | PaperError:
    """Return what ``read_code`` does; letters that are unknown here are looked for elsewhere.

    Walks the log of all audits: for the database thread.
    """
    from kta_desktop.services import prints

    found = read_code(text, record)
    if not isinstance(found, UnknownCodeError) or not short_codes(text):
        return found
    matches = prints.verify(ws, text).matches
    if not matches:
        return found
    if all(match.standing is prints.Standing.BLANK for match in matches):
        return OtherVersionError()
    return FilledSheetError()


def looks_like_code(text: str) -> bool:
    """Whether a text that someone types may be a code: then it is worth reading."""
    return page_codes.is_code(text) or bool(short_codes(text))


def addresses(state: FormState, page: Page) -> tuple[str, ...]:
    """Return where the questions of a page stand now, in the order of the paper.

    A question in several instances of which the paper names none stands for the first of them. If
    nothing of the page applies, it is the first question that can hold a picture.
    """
    found = dict.fromkeys(address for mark in page.marks for address in _standing(state, mark))
    return tuple(found) or (_first(state.definition, page),)


def jump(state: FormState, page: Page) -> str:
    """Return the address that the checklist opens at for a page.

    The first of its questions that applies; if none does, the first of its section that does, and
    the address of its first question where the whole section does not apply.
    """
    for mark in page.marks:
        for address in _standing(state, mark):
            return address
    question = state.definition.questions[page.marks[0].place]
    near = next((place.address for place in state.visible(question.section)), None)
    return near or _first(state.definition, page)


def match(scan: Scan, record: AuditRecord, state: FormState) -> Match:
    """Return what a picture is of."""
    read = [read_code(text, record) for text in scan.texts]
    pages = tuple(page for page in read if isinstance(page, Page))
    if not pages:
        reasons = (reason for reason in read if not isinstance(reason, Page))
        return Match(scan=scan, error=next(reasons, scan.refused))
    found = dict.fromkeys(address for page in pages for address in addresses(state, page))
    return Match(scan=scan, pages=pages, addresses=tuple(found))


def attach(
    ws: Workspace,
    audit_id: str,
    wanted: Sequence[Wanted],
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Outcome:
    """Attach pictures of pages to their questions, all in one act that is undone as one.

    A picture is kept once, however many questions it is attached to; where it is attached already
    nothing happens. What is stopped or fails before the end names nothing.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        wanted: The pictures with their questions.
        report: Told the share done and the name.
        cancelled: Asked before each picture; when it says so, those that have come are attached.

    Raises:
        AuditNotFoundError: If there is no such audit.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written; then
            nothing is attached.
    """
    entries = auditing.load(ws, audit_id).entries
    outcome, edits, pictures = Outcome(), [], Pictures()
    taken: set[tuple[str, str]] = set()
    for place, each in enumerate(wanted):
        if cancelled():
            break
        report(place / len(wanted), each.scan.name)
        try:
            found = _found(each, pictures)
        except KtaError as error:
            outcome.refused.append((each.scan.name, error))
            continue
        sha256 = found.item.sha256
        here = {*evidence.attached_to(entries, sha256)}
        missing = [a for a in each.addresses if a not in here and (a, sha256) not in taken]
        if not missing:
            outcome.present.append(each.scan.name)
            continue
        taken |= {(address, sha256) for address in missing}
        evidence.keep(ws, found)
        edits += [_edit(found.item, address) for address in missing]
        outcome.attached.append((each.scan.name, tuple(missing)))
    answering.store(ws, audit_id, edits)
    report(1.0, "")
    return outcome


def _found(wanted: Wanted, pictures: Pictures) -> evidence.Found:
    """Return the picture of a page: a file as it lies there, a page of a file as a JPEG."""
    scan = wanted.scan
    caption = "" if wanted.number is None else _(CAPTION).format(page=wanted.number)
    if scan.place is None:
        return evidence.read(scan.file, kind=KIND, caption=caption)
    return evidence.found_in(pictures.of(scan), scan.name, kind=KIND, caption=caption)


def _edit(item: Evidence, address: str) -> answering.Edit:
    own = replace(item, id=new_id())
    return answering.Edit(fieldpath.evidence(address, own.id), own.to_json())


def _said(said: PageCode, record: AuditRecord) -> Page | PaperError:
    if said.audit and not _is_same(said.audit, record.number):
        return OtherAuditError(number=said.audit)
    if not record.definition_sha256.startswith(said.definition):
        return OtherVersionError()
    if any(mark.place >= len(record.definition.questions) for mark in said.marks):
        return UnknownCodeError(shown=said.written())  # made by hand: a hash is not mistaken
    return Page(number=said.page, marks=said.marks)


def _is_same(printed: str, number: str) -> bool:
    """Whether a number of an audit is the printed one.

    Of a number with other letters than Latin ones a scanner that types gives only the rest.
    """
    own = page_codes.named(number)
    if printed == own:
        return True
    return not number.isascii() and _latin(printed) == _latin(own) != ""


def _latin(number: str) -> str:
    return "".join(sign for sign in number if sign.isascii() and sign.isalnum())


def _is_printed(question: Question) -> bool:
    return question.type is not QuestionType.CALCULATE


def _standing(state: FormState, mark: PageMark) -> Iterator[str]:
    """Yield where a question stands now: nowhere, or at one address."""
    question = state.definition.questions[mark.place]
    places = [p for p in state.visible(question.section) if p.question.name == question.name]
    for place in _meant(places, mark.tails):
        yield place.address


def _meant(places: Sequence[Place], tails: tuple[str, ...]) -> Iterable[Place]:
    if not tails:
        return places[:1]
    return [place for place in places if tuple(map(page_codes.tail, place.rows)) == tails][:1]


def _first(definition: Definition, page: Page) -> str:
    """Return the first question of a page that holds a picture without an instance around it.

    Where all stand in repeats it is the nearest before them.
    """
    held = [place for place, question in enumerate(definition.questions) if question.is_asked]
    repeats = _in_repeats(definition)
    free = [place for place in held if definition.questions[place].name not in repeats]
    on_page = [mark.place for mark in page.marks if mark.place in set(free)]
    first = page.marks[0].place
    near = min(free, key=lambda place: (abs(place - first), place), default=first)
    return definition.questions[on_page[0] if on_page else near].name


def _in_repeats(definition: Definition) -> frozenset[str]:
    """Return the names of the questions that stand in repeats."""
    parents = {group.name: group.parent for group in definition.groups}
    repeats = {one.name: one.parent for one in definition.questions if one.is_repeat}
    found = set()
    for question in definition.questions:
        parent = question.parent
        while parent is not None and parent not in repeats:
            parent = parents.get(parent)
        if parent is not None:
            found.add(question.name)
    return frozenset(found)
