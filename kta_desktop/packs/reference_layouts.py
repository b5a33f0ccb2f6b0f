"""For whom a sheet is printed, and what of the audit they are shown (``layouts.csv``)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kta_desktop.domain.definition import Text
from kta_desktop.packs.reference_table import read, text


class Treatment(StrEnum):
    """What a layout does with something that is not for everybody."""

    PRINT = "print"
    MARK = "mark"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """For whom a sheet is printed.

    Attributes:
        id: Stored in orders: ``plant``, ``bureau`` or ``ministry``.
        label: Wording, such as «For the ministry».
        hint: What is printed and what is not, in a sentence.
        confidential: What becomes of trade secrets.
        contacts: What becomes of names, telephones and addresses of the plant's people.
        files: What becomes of photographs and documents; their numbers are printed in any case.
        signatures: Whether there are lines to sign.
        source: Where the row comes from.
        confidence: ``verified``, ``memory`` or ``unsure``.
    """

    id: str
    label: Text
    hint: Text
    confidential: Treatment
    contacts: Treatment
    files: Treatment
    signatures: Treatment
    source: str
    confidence: str


@lru_cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts in the order they are offered."""
    return read(
        "layouts",
        lambda c: Layout(
            id=c["id"],
            label=text(c),
            hint=text(c, "hint_"),
            confidential=Treatment(c["confidential"]),
            contacts=Treatment(c["contacts"]),
            files=Treatment(c["files"]),
            signatures=Treatment(c["signatures"]),
            source=c["source"],
            confidence=c["confidence"],
        ),
    )


def layout(identifier: str) -> Layout:
    """Return the layout called ``identifier``.

    Raises:
        ValueError: If there is none: then nobody can say what may be shown.
    """
    found = next((each for each in layouts() if each.id == identifier), None)
    if found is None:
        raise ValueError(identifier)
    return found
