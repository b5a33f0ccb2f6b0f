"""What can go wrong when a session that ended is looked at again."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class ReadingsElsewhereError(KtaError):
    """The raw readings of a session are not on this disk, so its means cannot be worked out."""

    code: ClassVar[str] = "readings-elsewhere"
    text: ClassVar[str] = N_(
        "The raw readings of this session are not on this computer: it was recorded on another "
        "one. The session is unchanged. Change it where it was recorded."
    )


class StretchOutsideError(KtaError):
    """A stretch of time lies outside the session, is empty, or ends before it begins."""

    code: ClassVar[str] = "stretch-outside"
    text: ClassVar[str] = N_(
        "This stretch of time is not within the session, which lasted from {start} to {end}. "
        "Nothing was changed. Correct the times."
    )


class TimeUnreadableError(KtaError):
    """What was typed is no time of day. Details: ``typed``."""

    code: ClassVar[str] = "time-unreadable"
    text: ClassVar[str] = N_(
        "“{typed}” is no time. Write it as hours and minutes, such as 14:31:05."
    )


class ExportError(KtaError):
    """A file could not be written. Details: ``path``."""

    code: ClassVar[str] = "export-failed"
    text: ClassVar[str] = N_(
        "The file {path} could not be written. The session is unchanged. Choose another folder, or "
        "free some space."
    )
