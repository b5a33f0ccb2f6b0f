"""Answers, as they were entered. Nothing here converts, rounds or guesses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue


class Origin(StrEnum):
    """How a value was got. Ids of ``resources/reference/value_origins.csv``."""

    MEASURED_ACCREDITED = "measured_accredited"
    ASM = "asm"
    METERED = "metered"
    MEASURED_AUDITOR = "measured_auditor"
    MEASURED_PLANT = "measured_plant"
    CALCULATED = "calculated"
    ESTIMATED = "estimated"
    DECLARED = "declared"
    DESIGN = "design"
    PERMIT = "permit"
    LITERATURE = "literature"
    PREVIOUS_AUDIT = "previous_audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was entered for one question or one cell of a table.

    Attributes:
        text: Exactly what was typed; None for choices, and for what was not typed.
        value: Meaning of it: numbers as decimal strings with a point (``"1234.5"``), choices as
            the option's id or a tuple of ids, dates as ISO 8601; None where ``text`` has no
            meaning yet (``12.5.0``) or nothing was entered. Blank is never zero.
        unit: Id of the unit the number was typed in (``units.csv``), never converted in place.
        origin: How it was got, see ``Origin``; None if not stated.
        uncertainty: Half width of the 95 % interval (U, k = 2), decimal string, in ``unit``.
        blank: Id of the reason why there is no answer (``blank_reasons.csv``).
        blank_note: Words to the reason.
        blank_until: ISO date by which it will be answered.
        copied_from: Id of the previous audit it was taken over from, until it is confirmed.
    """

    text: str | None = None
    value: str | tuple[str, ...] | None = None
    unit: str | None = None
    origin: str | None = None
    uncertainty: str | None = None
    blank: str | None = None
    blank_note: str | None = None
    blank_until: str | None = None
    copied_from: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was entered, not even a reason for the blank."""
        return self.value in (None, (), "") and not self.text and self.blank is None

    @property
    def is_answered(self) -> bool:
        """Whether there is a value with a meaning."""
        return self.value not in (None, (), "")

    @property
    def is_unreadable(self) -> bool:
        """Whether something was typed that has no meaning, such as ``12.5.0``."""
        return bool(self.text) and self.value is None

    def to_json(self) -> dict[str, JsonValue]:
        """Return the fields that hold something."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in pairs
            if value is not None
        }

    @classmethod
    def from_json(cls, data: JsonValue) -> "Answer":
        """Return the answer of a stored entry; None and unknown keys give an empty answer.

        Raises:
            TypeError: If ``data`` is neither None nor an object.
        """
        if data is None:
            return EMPTY
        if not isinstance(data, Mapping):
            raise TypeError(data)
        found = {name: value for name, value in data.items() if name in _KNOWN}
        if isinstance(found.get("value"), list):
            found["value"] = tuple(found["value"])  # type: ignore[arg-type]  # checked on load
        return cls(**found)  # type: ignore[arg-type]  # shapes are checked where data comes in


EMPTY = Answer()
_KNOWN = frozenset(field.name for field in fields(Answer))
_UNSHOWN = frozenset({"image/heic", "image/heif"})  # pictures that nothing here can decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that proves an answer; the bytes lie in the workspace under their hash.

    Attributes:
        id: UUIDv7 of the attachment.
        sha256: Hash of the original, untouched file.
        name: File name as it was.
        media_type: Such as ``image/jpeg`` or ``application/pdf``.
        size: Bytes.
        taken_at: ISO 8601 time from EXIF, as the camera wrote it, with a zone only if it wrote
            one; None if unknown.
        kind: Id of ``evidence_kinds.csv``.
        caption: Words of the auditor.
    """

    id: str
    sha256: str
    name: str
    media_type: str
    size: int
    taken_at: str | None = None
    kind: str = "photo"
    caption: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return all fields."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, JsonValue]) -> "Evidence":
        """Return the evidence of a stored entry."""
        return cls(**data)  # type: ignore[arg-type]  # shapes are checked where data comes in

    @property
    def is_image(self) -> bool:
        """Whether it is a picture that can be shown and printed."""
        return self.media_type.startswith("image/") and self.media_type not in _UNSHOWN
