"""What is a trade secret, who says so, and on what grounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue


class SaidBy(StrEnum):
    """Who says whether something is a trade secret."""

    PERSON = "person"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Secrecy:
    """What a person said of a question or an attachment, as it is stored.

    Attributes:
        is_secret: Whether it is a trade secret; False takes back what the checklist says.
        grounds: On what grounds, in the words of the plant; may be empty.
    """

    is_secret: bool
    grounds: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return ``{"is": …, "grounds": …}``."""
        return {"is": self.is_secret, "grounds": self.grounds}

    @classmethod
    def from_json(cls, data: JsonValue) -> "Secrecy | None":
        """Return what was said; None for what says nothing, as other programs may write it."""
        if not isinstance(data, Mapping) or not isinstance(data.get("is"), bool):
            return None
        grounds = data.get("grounds")
        return cls(bool(data["is"]), grounds if isinstance(grounds, str) else "")


@dataclass(frozen=True, slots=True)
class Confidential:
    """Whether something is a trade secret.

    Attributes:
        is_secret: Whether it is.
        grounds: On what grounds; empty if none were given.
        by: Whether a person said so or the checklist begins so.
        source: Path of what was said: of the question itself, of the repeat or the instance
            around it, of the secret that it is worked out of; empty if nothing was said.
    """

    is_secret: bool = False
    grounds: str = ""
    by: SaidBy = SaidBy.PACK
    source: str = ""


OPEN = Confidential()
"""What nobody called a secret."""
