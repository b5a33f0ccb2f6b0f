"""Keys in words: fingerprints in groups that are read aloud, roles, states."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from kta_desktop.i18n import N_

_GROUP = 4
ROLES: Mapping[str, str] = {
    "auditor": N_("auditor"),
    "lead": N_("lead auditor"),
    "centre": N_("centre"),
}
STATES: Mapping[str, tuple[str, str, str]] = {
    "unknown": (N_("Undecided"), "circle-help", "unclear"),
    "active": (N_("Accepted"), "circle-check", "ok"),
    "revoked": (N_("Revoked"), "circle-slash", "error"),
}
"""Word, picture and tone by state."""


def groups(fingerprint: str) -> Sequence[str]:
    """Return a fingerprint in groups of four, as printed on the cover sheet."""
    return [fingerprint[at : at + _GROUP] for at in range(0, len(fingerprint), _GROUP)]


def grouped(fingerprint: str) -> str:
    """Return a fingerprint as one line of groups."""
    return " ".join(groups(fingerprint))


def plain(typed: str) -> str:
    """Return what was typed of a fingerprint as it is compared: letters and digits alone.

    Cyrillic letters that look like Latin ones count as those: the sheet does not tell them apart.
    """
    return "".join(
        letter
        for letter in typed.casefold().translate(str.maketrans("авсе", "abce"))
        if not letter.isspace() and letter not in "-:·…"
    )


def differences(fingerprint: str, typed: str) -> list[tuple[str, bool | None]]:
    """Return the groups of what was typed, or of the key where nothing was, and whether they fit.

    Returns:
        Group, and True where it fits, False where it differs, None where nothing was typed yet.
    """
    found: list[tuple[str, bool | None]] = []
    for real, told in zip_longest(groups(fingerprint), groups(plain(typed)), fillvalue=""):
        if not told:
            found.append((real, None))
        elif len(told) < len(real) and real.startswith(told):
            found.append((told, None))
        else:
            found.append((told, told == real))
    return found


def is_same(fingerprint: str, typed: str) -> bool:
    """Whether the whole fingerprint was typed, letter by letter."""
    return bool(fingerprint) and plain(typed) == fingerprint
