"""Two versions of an audit side by side: what differs, by section, with who changed it and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, heads_of
from kta_desktop.exchange.snapshot import PREFIX, closing_of
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import BETWEEN, record_title
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import auditing, filling, history, versions
from kta_desktop.services.comments import REPLY
from kta_desktop.services.value_words import place_words, value_words
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes

__all__ = ["Revised", "Revision", "compare", "of_comment", "revisions"]

_OWN = (PREFIX, REPLY)  # what the exchange itself writes into an audit
_GROUPS = {"plant": N_("Enterprise"), "audit": N_("Audit"), "fact": N_("Category of the object")}
_DAYS = ("@audit/starts_on", "@audit/ends_on")
_OF_AUDIT = {
    "number": N_("Number"),
    "starts_on": N_("First day on site"),
    "ends_on": N_("Last day on site"),
    "reference_year": N_("Reporting year"),
    "pack": N_("Checklist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A closed version of an audit.

    Attributes:
        number: Its number.
        device: Fingerprint of the computer that closed it.
        by: Name of who closed it; empty if the audit knows no such person.
        at: ISO time (UTC).
    """

    number: int
    device: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One thing that differs between two versions.

    Attributes:
        path: Where, see ``domain.fieldpath``; a comment is anchored there.
        address: Address of its question; empty for what belongs to no question.
        section: Title of its section, or what kind of record it is.
        number: Of its question on screen and paper; empty for none.
        title: Number and title of the question, with row and column; or name of the record.
        before: What stood there, in words.
        after: What stands there, in words.
        by: Name of who changed it last; empty if the audit knows no such person.
        at: ISO time (UTC) of that change; empty if a row only went with the one around it.
    """

    path: str
    address: str
    section: str
    number: str
    title: str
    before: str
    after: str
    by: str = ""
    at: str = ""


def revisions(ws: Workspace, audit: str) -> tuple[Revision, ...]:
    """Return the closed versions of an audit, oldest first.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        log = [one for one in changes.of_records(connection, audit, (PREFIX,)) if one.after]
    names = _names(auditing.load(ws, audit).entries)
    numbers = sorted({int(one.path.removeprefix(PREFIX)) for one in log})
    found = []
    for number in numbers:
        devices = sorted({one.device for one in log if one.path == f"{PREFIX}{number}"})
        for device in devices:
            closing = closing_of(log, number, device)
            if closing is not None:
                by = names.get(closing.author, "")
                found.append(Revision(number=number, device=device, by=by, at=closing.at))
    return tuple(sorted(found, key=lambda one: (one.number, one.at)))


def compare(
    ws: Workspace,
    audit: str,
    before: int | None,
    after: int | None = None,
    *,
    device: str = "",
    lang: str = "",
) -> tuple[Revised, ...]:
    """Return what differs between two versions, in the order of the paper; records come last.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        before: Number of the earlier version; None compares with an empty form.
        after: Number of the later version; None is the audit as it stands here now.
        device: Whose versions are meant where two computers closed one of the same number.
        lang: ``ru``, ``kk`` or ``en``; the interface language where it is not given.

    Raises:
        AuditNotFoundError, NothingToPackError: If there is no such audit or version.
    """
    was = None if before is None else versions.at(ws, audit, before, device)[1]
    now = auditing.load(ws, audit) if after is None else versions.at(ws, audit, after, device)[1]
    kept = _paths({} if was is None else was.entries, now.entries)
    if not kept:
        return ()
    with ws.store.connect() as connection:
        log = tuple(changes.of_paths(connection, audit, frozenset(kept)))
    teller = _Teller(was, now, lang or language())
    last = _last(log, now)
    rows = [teller.row(path, last.get(path)) for path in kept]
    return tuple(sorted(rows, key=teller.place))


def of_comment(rows: Iterable[Revised], path: str) -> tuple[Revised, ...]:
    """Return what differs at the place of a comment, and inside it; all of it for the whole audit.

    Args:
        rows: What differs.
        path: Of the comment.
    """
    place = path.partition("#")[0]
    inside = (f"{place}/", f"{place}#")
    return tuple(
        row for row in rows if not path or row.path == place or row.path.startswith(inside)
    )


def _paths(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> list[str]:
    """Return the paths that differ; a row that is new is told by what stands in it."""
    differ = [path for path in {*old, *new} if old.get(path) != new.get(path)]
    filled = {path.rpartition("/")[0] for path in differ if path in new}
    return [
        path
        for path in differ
        if not path.startswith(_OWN) and not (path in filled and path not in old)
    ]


def _last(log: Iterable[Change], now: AuditRecord) -> Mapping[str, Change]:
    """Return the change that made each path what it is in a version."""
    known = {one.id: one for one in log}
    found = {}
    for path, heads in now.heads.items():
        ends = heads_of(known[head] for head in heads if head in known)
        if ends:
            found[path] = ends[0]
    return found


def _names(entries: Mapping[str, JsonValue]) -> dict[str, str]:
    return {
        path.removeprefix("@team/"): str(told.get("name", ""))
        for path, told in entries.items()
        if path.startswith("@team/") and isinstance(told, Mapping)
    }


class _Teller:
    """Says what differs in words, each side in those of its own version."""

    def __init__(self, was: AuditRecord | None, now: AuditRecord, lang: str) -> None:
        self._lang = lang
        self._now = filling.of_audit(now)
        self._was = self._now if was is None else filling.of_audit(was)
        self._old: Mapping[str, JsonValue] = {} if was is None else was.entries
        self._new = now.entries
        self._names = _names({**self._old, **self._new})
        self._sections = {one.name: one.label.get(lang) for one in now.definition.sections}
        asked = now.definition.questions
        self._order = {question.name: place for place, question in enumerate(asked)}

    def row(self, path: str, change: Change | None) -> Revised:
        """Return one difference."""
        state = self._now if path in self._new else self._was
        address, section, number = self._place(state, path)
        return Revised(
            path=path,
            address=address,
            section=section,
            number=number,
            title=self._title(state, path),
            before=self._words(self._was, path, self._old.get(path)),
            after=self._words(self._now, path, self._new.get(path)),
            by="" if change is None else self._names.get(change.author, ""),
            at="" if change is None else change.at,
        )

    def place(self, row: Revised) -> tuple[int, str, str]:
        """Return where a difference stands on paper."""
        name = row.address.split("/")[0]
        return (self._order.get(name, len(self._order)), row.section, row.path)

    def _words(self, state: FormState, path: str, value: JsonValue) -> str:
        if value is None:
            return ""
        if path in _DAYS and isinstance(value, str) and value:
            return formatting.date(value, self._lang)
        return value_words(state, path, value, self._lang)

    def _place(self, state: FormState, path: str) -> tuple[str, str, str]:
        """Return address, section and number of the question of a path."""
        parsed = fieldpath.parse_path(path)
        if not parsed.names:
            return "", self._group(parsed.record or ""), ""
        try:
            owner = state.owner(path)
        except KeyError:  # of an earlier checklist
            return parsed.address, "", ""
        question = state.question(owner)
        return owner, self._sections.get(question.section, question.section), question.number

    def _group(self, record: str) -> str:
        """Return what records of a kind are called together."""
        name = _GROUPS.get(record)
        return _(name, self._lang) if name else record_title(f"@{record}", self._lang)

    def _title(self, state: FormState, path: str) -> str:
        name = _OF_AUDIT.get(path.removeprefix("@audit/")) if path.startswith("@audit/") else None
        if name or path.startswith("@"):
            return _(name, self._lang) if name else place_words(state, path, self._lang)
        return self._of_question(state, path)

    def _of_question(self, state: FormState, path: str) -> str:
        """Return question, instance, row, column and what is attached to it."""
        parsed = fieldpath.parse_path(path)
        name = place_words(state, path, self._lang)
        try:
            owner = state.owner(path)
        except KeyError:
            return name
        if not state.question(owner).columns and parsed.facet is None:
            return name
        within = history.inside(state, owner, path, self._lang)
        return f"{name}{BETWEEN}{within}" if within else name
