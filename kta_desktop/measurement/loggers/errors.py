"""Why a logger file is refused as a whole. What is wrong with one line is told by its reason."""

from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _


class LoggerError(KtaError):
    """A logger file cannot be read. Details: ``path``.

    The sentence names the file; its folders stay in the details.
    """

    code: ClassVar[str] = "logger"

    @override
    def sentence(self, lang: str | None = None) -> str:
        name = Path(str(self.details.get("path", ""))).name
        return _(self.text, lang).format(**{**self.details, "path": name})


class LoggerMissingError(LoggerError):
    """There is no such file, it is a device or a folder, or the system does not give it."""

    code: ClassVar[str] = "logger-missing"
    text: ClassVar[str] = N_(
        "The logger file {path} cannot be opened. Nothing was read."
        " Check its name, and close it in other programs."
    )


class LoggerEmptyError(LoggerError):
    """It has no bytes, or nothing but blank lines and zero bytes."""

    code: ClassVar[str] = "logger-empty"
    text: ClassVar[str] = N_(
        "The logger file {path} is empty. Export it from the instrument once more."
    )


class LoggerBinaryError(LoggerError):
    """It is no text and no workbook. Details: also ``kind``, such as ``PDF``."""

    code: ClassVar[str] = "logger-binary"
    text: ClassVar[str] = N_(
        "{path} is not a table but a file of the kind {kind}, whatever its name says. Nothing was"
        " read. Export the readings as CSV, TXT or XLSX."
    )


class LoggerNoTableError(LoggerError):
    """It is text, and no rows of readings are found in it."""

    code: ClassVar[str] = "logger-no-table"
    text: ClassVar[str] = N_(
        "No table of readings was found in {path}. Nothing was read."
        " Say which line begins the table and what separates its columns."
    )


class LoggerNoTimeError(LoggerError):
    """It has rows of numbers, and nothing says when they were taken."""

    code: ClassVar[str] = "logger-no-time"
    text: ClassVar[str] = N_(
        "Nothing in {path} says when its readings were taken. Nothing was read."
        " Give the start and the interval, or choose the column with the time."
    )


class LoggerLongError(LoggerError):
    """Its rows tell one quantity each, below one another."""

    code: ClassVar[str] = "logger-long"
    text: ClassVar[str] = N_(
        "{path} has the quantities below each other, one in a row. Nothing was read. Export it"
        " with a column for each quantity."
    )


class LoggerCommaError(LoggerError):
    """Commas part its columns and stand before its decimals, too."""

    code: ClassVar[str] = "logger-comma"
    text: ClassVar[str] = N_(
        "In {path} commas stand between columns and before decimals alike: what belongs together"
        " cannot be told. Nothing was read. Export it with semicolons or tabs."
    )


class LoggerSheetMissingError(LoggerError):
    """A workbook has no such sheet. Details: also ``sheet``."""

    code: ClassVar[str] = "logger-sheet-missing"
    text: ClassVar[str] = N_("The workbook {path} has no sheet “{sheet}”. Choose another one.")


class LoggerWorkbookError(LoggerError):
    """A workbook cannot be read: damaged, locked, with macros, or far too large when unpacked.

    Details: also ``reason``: ``damaged``, ``locked``, ``macros``, ``old``, ``large``.
    """

    code: ClassVar[str] = "logger-workbook"
    text: ClassVar[str] = N_(
        "The workbook {path} cannot be read ({reason}). Nothing was read. Open it in Excel and"
        " save it as an Excel workbook (.xlsx) without macros and password, or as CSV."
    )


class LoggerWishError(LoggerError):
    """What a person asked for cannot be done with the file. Details: also ``wish``, ``value``."""

    code: ClassVar[str] = "logger-wish"
    text: ClassVar[str] = N_(
        "{path} cannot be read with “{value}” for {wish}. Nothing was read. Choose another value."
    )


class LoggerStoppedError(LoggerError):
    """Reading was stopped by the person."""

    code: ClassVar[str] = "logger-stopped"
    text: ClassVar[str] = N_("Reading {path} was stopped. Nothing was imported.")


class LoggerProfileError(LoggerError):
    """A saved way of reading is damaged or cannot be kept. Details: ``path``, ``reason``."""

    code: ClassVar[str] = "logger-profile"
    text: ClassVar[str] = N_("The saved way of reading {path} cannot be used: {reason}.")


class LoggerNoReadingsError(LoggerError):
    """The table has rows, and none of them could be read, or nothing of them is wanted."""

    code: ClassVar[str] = "logger-no-readings"
    text: ClassVar[str] = N_(
        "No readings would come from {path}. Nothing was imported. Look at the rejected lines and"
        " at what is chosen for import."
    )


class LoggerTooLargeError(LoggerError):
    """It is too large to be kept with an audit. Details: also ``limit``, in MB."""

    code: ClassVar[str] = "logger-too-large"
    text: ClassVar[str] = N_(
        "The logger file {path} is larger than {limit} MB: it would have to travel with the audit."
        " Nothing was imported. Export the period of the measurement alone."
    )


class LoggerTwiceError(LoggerError):
    """The same bytes were chosen twice."""

    code: ClassVar[str] = "logger-twice"
    text: ClassVar[str] = N_("{path} holds the same as another chosen file. It is left out.")


class LoggerKnownError(LoggerError):
    """It was imported into this audit before. Details: also ``session``."""

    code: ClassVar[str] = "logger-known"
    text: ClassVar[str] = N_(
        "{path} was imported before, into session {session}. Nothing was imported again."
    )


class LoggerSessionError(LoggerError):
    """The session to import into is not there, or it still records. Details: ``session``."""

    code: ClassVar[str] = "logger-session"
    text: ClassVar[str] = N_(
        "There is no ended session {session} to import into. Nothing was imported."
        " End the measurement, or choose another session."
    )


class LoggerChannelError(LoggerError):
    """A session judges a channel that no file brings. Details: ``channel``."""

    code: ClassVar[str] = "logger-channel"
    text: ClassVar[str] = N_(
        "The session is to judge “{channel}”, and no chosen column is that. Nothing was imported."
        " Say which column it is."
    )
