"""A logger file looked over before anything of it is taken: what is understood, line by line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kta_desktop.measurement.loggers import read, understand
from kta_desktop.measurement.loggers.model import (
    DELIMITERS,
    NO_WISHES,
    SPACES,
    Account,
    Column,
    ColumnCount,
    ColumnWish,
    Order,
    Reason,
    Rejected,
    Role,
    Understanding,
    Wishes,
)
from kta_desktop.measurement.loggers.words import QUESTIONS, REASONS
from kta_desktop.services import logger_profiles

__all__ = [
    "DELIMITERS",
    "NO_WISHES",
    "QUESTIONS",
    "REASONS",
    "SPACES",
    "Account",
    "Column",
    "ColumnCount",
    "ColumnWish",
    "ImportRequest",
    "Look",
    "Order",
    "Reason",
    "Role",
    "ShownLine",
    "Understanding",
    "Wishes",
    "account_of",
    "lines_of",
    "look",
    "with_column",
]

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "iso8859-5", "cp1252")
MOST_REJECTED = 200  # rejected lines that are shown


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it stands: its number from 1, its fields, and what became of it.

    Attributes:
        number: From 1.
        fields: Its fields; the line in one piece if it was rejected before it was divided.
        fate: ``heading``, ``read``, ``blank`` or ``rejected``.
        reason: Why it was rejected; None otherwise.
    """

    number: int
    fields: tuple[str, ...]
    fate: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was understood of a file; the account comes when it was gone through.

    Attributes:
        understanding: How it is to be read.
        wishes: What of that was wished, by a person or a saved way of reading.
        profile: Name of that saved way; empty without.
        account: What becomes of its lines; None before they were gone through.
    """

    understanding: Understanding
    wishes: Wishes = NO_WISHES
    profile: str = ""
    account: Account | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What a person wants taken in.

    Attributes:
        files: Each file with the wishes it is read by.
        session: Id of the session that the readings join; None for a new one.
        source: Emission source of a new session.
        point: Sampling point of a new session.
        remember: Name under which the way of reading is kept; empty not to.
        is_dry: Whether the instrument saw dried gas, as an analyser with a cooler does.
        given: Gas conditions that no file tells, by id, in the units of a session.
    """

    files: tuple[tuple[Path, Wishes], ...]
    session: str | None
    source: str = ""
    point: str = ""
    remember: str = ""
    is_dry: bool = False
    given: Mapping[str, float] = field(default_factory=dict)


def look(path: Path, wishes: Wishes | None = None) -> Look:
    """Return what is understood of a file from its beginning and pieces of the rest.

    Args:
        path: The file.
        wishes: What is to be read otherwise; None to read it by the way that was saved for files
            of its shape, if there is one.

    Raises:
        LoggerError: If it cannot be read.
    """
    found = understand(path, wishes)
    if wishes is not None:
        return Look(understanding=found, wishes=wishes)
    profile = logger_profiles.matching(found.signature)
    if profile is None:
        return Look(understanding=found)
    again = understand(path, profile.wishes)
    return Look(understanding=again, wishes=profile.wishes, profile=profile.name)


def account_of(
    found: Look, report: Callable[[float, str], None], cancelled: Callable[[], bool]
) -> Look:
    """Return a look with the account of every line: the whole file is gone through once.

    Raises:
        LoggerError: If it cannot be read, or was stopped.
    """
    table = read(found.understanding.path, found.understanding, report, cancelled)
    for _batch in table:
        pass
    return replace(found, account=table.account)


def lines_of(found: Look) -> tuple[ShownLine, ...]:
    """Return the first lines as they stand, then those further down that were rejected."""
    understood, account = found.understanding, found.account
    refused: Mapping[int, Rejected] = {}
    if account is not None:
        refused = {each.line: each for each in account.rejections}
    shown = [_shown(number, fields, found, refused) for number, fields in understood.sample]
    known = {line.number for line in shown}
    later = [each for line, each in sorted(refused.items()) if line not in known]
    more = [ShownLine(each.line, (each.text,), "rejected", each.reason) for each in later]
    return tuple(shown + more[:MOST_REJECTED])


def with_column(wishes: Wishes, index: int, wish: ColumnWish) -> Wishes:
    """Return wishes in which one column is wished otherwise; what is None stays as it was."""
    before = wishes.columns.get(index, ColumnWish())
    merged = ColumnWish(
        name=before.name if wish.name is None else wish.name,
        unit=before.unit if wish.unit is None else wish.unit,
        meaning=before.meaning if wish.meaning is None else wish.meaning,
        role=before.role if wish.role is None else wish.role,
    )
    return replace(wishes, columns={**wishes.columns, index: merged})


def _shown(
    number: int, fields: Sequence[str], found: Look, refused: Mapping[int, Rejected]
) -> ShownLine:
    if number in refused:
        return ShownLine(number, tuple(fields), "rejected", refused[number].reason)
    fate = "heading" if number < found.understanding.first_line else "read"
    if not any(field.strip() for field in fields):
        fate = "blank"
    return ShownLine(number, tuple(fields), fate)
