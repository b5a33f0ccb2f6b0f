"""Why a level holds, falls away or stays open: one ground for each thing that decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.i18n import N_, _


class GroundKind(StrEnum):
    """What was found of a level or of one of its exceptions."""

    HOLDS = "holds"
    FOR_OTHERS = "for_others"
    OPEN = "open"
    WORDS = "words"
    EXEMPT = "exempt"
    REPLACED = "replaced"
    COMPUTED = "computed"
    UNCOMPUTED = "uncomputed"
    UNPROVEN = "unproven"
    EXCEPTION_OPEN = "exception_open"
    MAY_FALL = "may_fall"
    CHOICE = "choice"
    SEVERAL = "several"
    SHOWN = "shown"
    SAME = "same"
    EITHER = "either"


_SENTENCES: Mapping[GroundKind, str] = {
    GroundKind.HOLDS: N_("The condition of the level holds."),
    GroundKind.FOR_OTHERS: N_("The level is for other plants or processes."),
    GroundKind.OPEN: N_("Whether the level is for this plant hangs on facts that are missing."),
    GroundKind.WORDS: N_("The condition is given in words only: the auditor decides."),
    GroundKind.EXEMPT: N_("An exception takes the level away."),
    GroundKind.REPLACED: N_("An exception puts other bounds in place of the level."),
    GroundKind.COMPUTED: N_("The bound was computed from the answers."),
    GroundKind.UNCOMPUTED: N_("The bound has to be computed, and a figure for it is missing."),
    GroundKind.UNPROVEN: N_("The exception does not act: what it requires is not shown."),
    GroundKind.EXCEPTION_OPEN: N_("Whether an exception acts hangs on facts that are missing."),
    GroundKind.MAY_FALL: N_("The level may fall away here: the auditor decides."),
    GroundKind.CHOICE: N_("One of several levels is chosen: the auditor decides."),
    GroundKind.SEVERAL: N_("Several exceptions act at once and give different bounds."),
    GroundKind.SHOWN: N_("The level is shown for orientation and is not judged."),
    GroundKind.SAME: N_("Another level says the same in another unit."),
    GroundKind.EITHER: N_("The plant meets this level or the other one of the pair."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason in the decision about a level.

    Attributes:
        kind: What was found.
        level: Id of the level or exception that says so; its ``when_text`` has the wording.
        missing: Names of the facts that would decide it.
        others: Ids of the levels it is paired with.
    """

    kind: GroundKind
    level: str
    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return it in the language of the program."""
        return _(_SENTENCES[self.kind])
