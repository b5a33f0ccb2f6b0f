"""What a person asks to have printed."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Documents that can be printed of one audit; ``BOTH`` is each section filled, then blank."""

    FILLED = "filled"
    BLANK = "blank"
    BOTH = "both"
    SAMPLING = "sampling"
    PROTOCOL = "protocol"
    CONFORMITY = "conformity"
    PLAN = "plan"
    BALANCE = "balance"
    DIRECTOR = "director"
    MISSING = "missing"
    EVIDENCE = "evidence"
    CONFIDENTIAL = "confidential"
    REPORT = "report"


class Which(StrEnum):
    """Which of the questions that apply."""

    ALL = "all"
    MISSING = "missing"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One document to be printed.

    Attributes:
        kind: Which document.
        languages: One or two of ``ru``, ``kk``, ``en``.
        layout: For whom, an id of ``resources/reference/layouts.csv``.
        sections: Names of sections; None = all that apply.
        sessions: Ids of measurement sessions; None = all.
        which: Which questions.
        qr: Whether pages carry the QR code; the short code stands there in any case.
        photos: Whether photographs are printed; their numbers and captions are in any case.
        table_rows: Empty rows of each table of a blank sheet.
    """

    kind: Kind = Kind.FILLED
    languages: tuple[str, ...] = ("ru",)
    layout: str = "bureau"
    sections: tuple[str, ...] | None = None
    sessions: tuple[str, ...] | None = None
    which: Which = Which.ALL
    qr: bool = True
    photos: bool = True
    table_rows: int = 4
