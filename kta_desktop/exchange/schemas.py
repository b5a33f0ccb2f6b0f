"""What the files of a bundle have to look like, before a value of the program is made of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    ValidationError,
)

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.canonical import canonical_json, unfit_text
from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.domain.definition import FORMATS, Definition
from kta_desktop.domain.fieldpath import FieldPath, parse_path
from kta_desktop.domain.measurement import OPEN_END, Session
from kta_desktop.exchange.errors import BundleSchemaError, BundleTooNewError
from kta_desktop.exchange.snapshot import STATE_FORMAT

_YEARS = range(1900, 9000)  # beyond, a time cannot be shown in every zone


def real(text: str) -> str:
    """Return an ISO date or time as it is if there is such a day and hour.

    Raises:
        ValueError: If there is not.
    """
    if datetime.fromisoformat(text).year not in _YEARS:
        raise ValueError(text)
    return text


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"), AfterValidator(real)
]
Number = Annotated[int, Field(ge=1, le=1 << 31)]
_Model = TypeVar("_Model", bound=BaseModel)
_REASON = 200  # letters of a reason that a sentence can hold


class Strict(BaseModel):
    """A closed shape: no unknown names, no conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Closing(Strict):
    """Value of ``@revision/<n>``."""

    at: Moment
    by: str
    upto: dict[Sha256, Number]


class ClosedBy(Strict):
    """Which change closed the revision."""

    at: Moment
    by: str
    change: Id
    device: Sha256


class DefinitionRef(Strict):
    """Which definition the audit was made with."""

    sha256: Sha256
    pack: str
    version: str


class Place(Strict):
    """An emission source and its sampling point."""

    source: str
    point: str


class AuditFile(Strict):
    """``data/audit.json``."""

    format: Literal["kta-audit/1"]
    id: Id
    revision: Number
    closed: ClosedBy
    definition: DefinitionRef
    enterprise: dict[str, JsonValue]
    sources: list[Place]
    answers: dict[str, JsonValue]
    conflicts: list[str]
    assessment: JsonValue


class ChangeLine(Strict):
    """One line of ``data/changes.jsonl``."""

    id: Id
    audit: Id
    path: str
    before: JsonValue
    after: JsonValue
    author: str
    device: Sha256
    at: Moment
    seq: Number
    based_on: list[Id]
    group: str
    kind: ChangeKind
    of: str | None
    prev: Sha256
    hash: Sha256


class Member(Strict):
    """Value of ``@team/<id>``."""

    name: str
    role: str = "auditor"
    organisation: str = ""
    qualification: str = ""
    place: int = 0


class Said(Strict):
    """Whether something is a trade secret; see ``domain.confidential.Secrecy``."""

    is_secret: bool = Field(alias="is")
    grounds: str


class RowOrder(Strict):
    """Value of a row of a table."""

    order: float


def document(data: bytes, where: str) -> Any:
    """Return the JSON value of a file.

    Raises:
        BundleSchemaError: If it is not canonical JSON.
    """
    try:
        value = json.loads(data)
        canonical = canonical_json(value) == data
    except (ValueError, RecursionError) as error:
        raise BundleSchemaError(where=where, reason=str(error)[:_REASON]) from error
    if not canonical:
        raise BundleSchemaError(where=where, reason="JSON")
    return value


def audit_file(data: bytes, where: str) -> tuple[AuditFile, Mapping[str, Any]]:
    """Return ``audit.json``, checked and as it is.

    Raises:
        BundleSchemaError, BundleTooNewError: If it is not of this form.
    """
    value = document(data, where)
    found = str(value.get("format", "")) if isinstance(value, dict) else ""
    if found.startswith("kta-audit/") and found != STATE_FORMAT:
        raise BundleTooNewError(where=where, format=found[:40])
    return checked(AuditFile, data, where), value


def checked(model: type[_Model], data: bytes, where: str) -> _Model:
    """Return ``data`` as a checked model.

    Raises:
        BundleSchemaError: If it does not fit; the reason says where.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise BundleSchemaError(where=where, reason=_first(error)) from error


def change_line(line: bytes, where: str) -> Change:
    """Return the change of a line, its path and values checked as well.

    Raises:
        BundleSchemaError: If it is not a change of this format.
    """
    value = document(line, where)
    checked(ChangeLine, line, where)
    change = Change.from_json(value)
    try:
        path = parse_path(change.path)
        check_value(path, change.before)
        check_value(path, change.after)
    except ValidationError as error:
        raise BundleSchemaError(where=where, reason=f"{change.path}: {_first(error)}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise BundleSchemaError(where=where, reason=change.path[:_REASON]) from error
    return change


def definition_file(data: bytes, where: str) -> tuple[Definition, Mapping[str, Any]]:
    """Return the compiled definition, read and as it is.

    Raises:
        BundleSchemaError, BundleTooNewError: If it is not of this form.
    """
    value = document(data, where)
    found = str(value.get("format", "")) if isinstance(value, dict) else ""
    if found.startswith("kta-definition/") and found not in FORMATS:
        raise BundleTooNewError(where=where, format=found[:40])
    try:
        definition = Definition.from_json(value)
        _check_names(definition)
        again = canonical_json(definition.to_json())
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BundleSchemaError(where=where, reason=str(error)[:_REASON]) from error
    if again != data:
        raise BundleSchemaError(where=where, reason="definition")
    return definition, value


def _check_names(definition: Definition) -> None:
    """Check that the form has a place to begin at and that a path leads to all it asks.

    Raises:
        ValueError: If it has no section, or a name that no path can hold.
    """
    if not definition.sections:
        raise ValueError("sections")
    for question in definition.questions:
        for name in (question.name, *(column.name for column in question.columns)):
            parse_path(name)


def check_value(path: FieldPath, value: Any) -> None:
    """Raise if ``value`` cannot live at ``path``; None, a value taken away, lives anywhere.

    Raises:
        ValueError, TypeError, KeyError: If it cannot.
    """
    if value is None:
        return
    if unfit_text(value) is not None:
        raise ValueError(path.written())
    if path.record is not None:
        _check_record(path.record, path.key or "", value)
        return
    kind, read = _of_question(path)
    _shaped(kind, value)
    if read is not None:
        read(value)


def _of_question(path: FieldPath) -> tuple[Any, Callable[[Any], object] | None]:
    """Return the shape of a value at a question path, and what else has to read it."""
    if path.facet in ("note", "confirm"):
        return str, None
    if path.facet is not None and path.facet.startswith("confidential"):
        return Said, None
    if path.facet is not None:
        return Evidence, Evidence.from_json
    if path.is_answer:
        return Answer, None
    return RowOrder, None


def _check_record(record: str, key: str, value: Any) -> None:
    if record == "revision":
        if not (key.isascii() and key.isdigit() and str(int(key)) == key):
            raise ValueError(key)
        _shaped(Closing, value)
    elif record == "session":
        _shaped(Session, value)
        session = Session.from_json(value)
        if session.id != key:  # it is judged, drawn and named by either
            raise ValueError(key)
        _check_session(session)
    elif record == "team":
        _shaped(Member, value)
    elif record == "plant":
        _shaped(str, value)
    elif record == "fact":
        _shaped(Answer, value)


def _check_session(session: Session) -> None:
    for moment in _moments(session):
        real(moment)
    _shaped(list[Sha256], list(session.files))


def _moments(session: Session) -> Iterator[str]:
    yield session.started_at
    if session.ended_at is not None:
        yield session.ended_at
    for quantity in session.quantities:
        for sample in quantity.samples:
            yield from (sample.start, sample.end)
    for exclusion in session.exclusions:
        yield exclusion.start
        if exclusion.end != OPEN_END:  # a pause that ran when the session was kept
            yield exclusion.end
    yield from (event.at for event in session.events)
    yield from (sent.at for sent in session.sent)


def _shaped(kind: Any, value: Any) -> None:
    _adapter(kind).validate_json(canonical_json(value), strict=True)


@lru_cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _first(error: ValidationError) -> str:
    """Return the first mistake, such as ``closed.at: String should match …``."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place}: {first['msg']}"[:_REASON]
