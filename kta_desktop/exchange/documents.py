"""Signed documents at a remote beside manifests and receipts: what is in them, and reading them.

All are envelopes (``signing.envelope``): canonical JSON of payload, key and signature. A document
is believed by whom the reader trusts; that is decided elsewhere, here is only what it says.
"""

from dataclasses import dataclass
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, JsonValue, ValidationError

from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.exchange.schemas import Id, Moment, Number, Sha256, Strict, real
from kta_desktop.exchange.signing import Signer, envelope, fingerprint, read_envelope

# Signs that turn the direction of what follows: with them a name shows as another.
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = {**dict.fromkeys((*range(32), *range(127, 160)), " "), **dict.fromkeys(_TURNING, "")}
_UNSEEN_IN_WORDS = {code: sign for code, sign in _UNSEEN.items() if chr(code) not in "\n\t"}


def _line(text: str) -> str:
    """Return a line without signs that nobody sees."""
    return text.translate(_UNSEEN)


def _words(text: str) -> str:
    """Return a text of several lines without signs that nobody sees."""
    return text.replace("\r\n", "\n").translate(_UNSEEN_IN_WORDS)


def _day(text: str) -> str:
    return real(text) if text else ""


_Shown = AfterValidator(_line)
Line = Annotated[str, Field(max_length=500), _Shown]
Words = Annotated[str, Field(max_length=20_000), AfterValidator(_words)]
Day = Annotated[str, Field(pattern=r"^(?:\d{4}-\d\d-\d\d)?$"), AfterValidator(_day)]
_Payload = TypeVar("_Payload", bound=BaseModel)


class Comment(Strict):
    """One thing a reviewer asks for.

    Attributes:
        id: UUIDv7.
        path: What it is about: a path of ``domain.fieldpath`` (question, cell, ``@session/<id>``,
            ``@plant/…``), or empty for the audit as a whole.
        text: What is asked for.
    """

    id: Id
    path: Annotated[str, Field(max_length=2_000), _Shown]
    text: Words


class Review(Strict):
    """``reviews/<audit>/<id>.json``.

    Attributes:
        format: Version of this form.
        id: UUIDv7.
        audit: Id of the audit.
        revision: The version that was reviewed.
        sha256: Name of its bundle.
        level: Who speaks: the lead auditor, or the centre.
        verdict: ``accepted``, ``returned`` with comments, or ``refused``: it could not be taken in.
        comments: What is asked for, new in this review.
        resolved: Ids of comments of earlier reviews that this version answers.
        reopened: Ids of comments of earlier reviews that it does not answer.
        until: ISO date by which an answer is asked for; empty for none.
        note: To the auditor, about the whole.
        code: Of a refusal: the code of the error; else empty.
        files: Of a refusal: names of files of the bundle that are missing or damaged.
        by: Name of who speaks.
        at: Time.
    """

    format: Literal["kta-review/1"] = "kta-review/1"
    id: Id
    audit: Id
    revision: Number
    sha256: Sha256
    level: Literal["lead", "centre"]
    verdict: Literal["accepted", "returned", "refused"]
    comments: list[Comment] = Field(default_factory=list, max_length=2_000)
    resolved: list[Id] = Field(default_factory=list, max_length=20_000)
    reopened: list[Id] = Field(default_factory=list, max_length=20_000)
    until: Day = ""
    note: Words = ""
    code: Line = ""
    files: list[Line] = Field(default_factory=list, max_length=20_000)
    by: Line
    at: Moment


class Card(Strict):
    """``keys/<fingerprint>/card.json``, a file or a QR code: whose a key is; signed by that key.

    Attributes:
        format: Version of this form.
        auditor: Id of the person, author of changes.
        name: Surname, first name, patronymic.
        organisation: Such as the BAT Bureau.
        qualification: Number and term of the qualification.
        role: ``auditor``, ``lead`` or ``centre``, as the holder says.
        recipient: Public key of the age format (``age1…``) to encrypt to the holder.
        at: Time.
    """

    format: Literal["kta-card/1"] = "kta-card/1"
    auditor: Id
    name: Line
    organisation: Line = ""
    qualification: Line = ""
    role: Literal["auditor", "lead", "centre"]
    recipient: Annotated[str, Field(pattern=r"^age1[0-9a-z]{50,120}$")]
    at: Moment


class KeyEntry(Strict):
    """``keys/<fingerprint>/<id>.json``: what is to be believed of a key; signed by the centre.

    Attributes:
        format: Version of this form.
        id: UUIDv7; the newest entry of a key holds.
        fingerprint: The key.
        key: The key itself, 32 bytes in hexadecimal.
        auditor: Id of the person.
        name: Of the holder.
        role: What the key may do.
        state: ``active`` or ``revoked``.
        reason: Why it was revoked.
        at: Time.
    """

    format: Literal["kta-key/1"] = "kta-key/1"
    id: Id
    fingerprint: Sha256
    key: Sha256
    auditor: Id
    name: Line
    role: Literal["auditor", "lead", "centre"]
    state: Literal["active", "revoked"]
    reason: Line = ""
    at: Moment


class AssignedPlant(Strict):
    """The enterprise of an assignment."""

    name: Line
    bin: Annotated[str, Field(max_length=20), _Shown] = ""
    address: Line = ""
    category: Annotated[str, Field(max_length=10), _Shown] = ""
    representative: Line = ""


class AssignedPerson(Strict):
    """One of the team of an assignment."""

    id: Id
    name: Line
    role: Line = "auditor"
    organisation: Line = ""
    qualification: Line = ""


class Assignment(Strict):
    """``assignments/<auditor>/<id>.json``: an audit handed out; signed by the centre.

    Attributes:
        format: Version of this form.
        id: UUIDv7.
        auditor: Id of the person it is given to.
        number: Of the audit, such as ``KTA-2026-014``.
        plant: The enterprise.
        pack: Id of the sector pack.
        starts_on: ISO date of the first day on site; empty if not fixed.
        ends_on: ISO date of the last day on site; empty if not fixed.
        reference_year: Year the figures are for.
        team: Who takes part; the first leads.
        note: To the auditor.
        by: Name of who hands it out.
        at: Time.
    """

    format: Literal["kta-assignment/1"] = "kta-assignment/1"
    id: Id
    auditor: Id
    number: Annotated[str, Field(min_length=1, max_length=60), _Shown]
    plant: AssignedPlant
    pack: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    starts_on: Day = ""
    ends_on: Day = ""
    reference_year: Annotated[int, Field(ge=1990, le=2100)]
    team: list[AssignedPerson] = Field(max_length=100)
    note: Words = ""
    by: Line
    at: Moment


@dataclass(frozen=True, slots=True)
class Said(Generic[_Payload]):
    """A signed document that was read.

    Attributes:
        payload: What it says.
        key: Who says so, 32 raw bytes.
        document: The bytes.
    """

    payload: _Payload
    key: bytes
    document: bytes

    @property
    def fingerprint(self) -> str:
        """Return the name of the key."""
        return fingerprint(self.key)


def written(payload: BaseModel, signer: Signer) -> bytes:
    """Return ``payload`` as a signed document; the same content and key give the same bytes."""
    content: dict[str, JsonValue] = payload.model_dump(mode="json")
    return envelope(content, signer)


def read(model: type[_Payload], data: bytes, where: str) -> Said[_Payload]:
    """Return a signed document whose signature holds.

    Args:
        model: What is expected.
        data: The bytes.
        where: Its name, for the sentence.

    Raises:
        DocumentWrongError: If it is not of this form or its signature does not hold.
    """
    try:
        signed = read_envelope(data)
        payload = model.model_validate(signed.payload)
    except (ValueError, ValidationError) as error:
        raise DocumentWrongError(where=where) from error
    return Said(payload, signed.public_key, data)
