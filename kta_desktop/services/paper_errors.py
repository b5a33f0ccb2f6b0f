"""Why sheets filled in by hand do not find their questions, each as one coded sentence."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class PaperError(KtaError):
    """A code or a scan does not lead to questions of the audit. Nothing is attached by it."""


class OtherAuditError(PaperError):
    """A page was printed for another audit. Details: ``number``."""

    code: ClassVar[str] = "page-of-other-audit"
    text: ClassVar[str] = N_(
        "This page was printed for the audit {number}. Nothing was attached. Open that audit, or "
        "choose the question here yourself."
    )


class OtherVersionError(PaperError):
    """A page was printed from another checklist, or from another version of it."""

    code: ClassVar[str] = "page-of-other-version"
    text: ClassVar[str] = N_(
        "This page was printed from another checklist or another version of it: its questions may "
        "have other numbers here. Nothing was attached. Choose the question yourself."
    )


class FilledSheetError(PaperError):
    """A code is that of a sheet that the program filled in."""

    code: ClassVar[str] = "page-of-filled-sheet"
    text: ClassVar[str] = N_(
        "This is the code of a sheet that the program filled in: there is nothing to enter from "
        "it. Nothing was attached. To keep a signed sheet, choose its question yourself."
    )


class UnknownCodeError(PaperError):
    """A text is no code of a page of this audit. Details: ``shown``."""

    code: ClassVar[str] = "page-unknown"
    text: ClassVar[str] = N_(
        "There is no page with the code {shown} in this audit. Nothing was changed. Compare the "
        "code with the one under the QR code, or type the number of a question."
    )


class NoPageCodeError(PaperError):
    """A picture shows no code. Details: ``name``."""

    code: ClassVar[str] = "page-without-code"
    text: ClassVar[str] = N_(
        "No code can be read on {name}. The file is kept where it is. Choose the question "
        "yourself, or photograph the page once more, the whole of it and in light."
    )


class ScanUnreadableError(PaperError):
    """A file is no picture and no PDF that can be opened. Details: ``name``."""

    code: ClassVar[str] = "scan-unreadable"
    text: ClassVar[str] = N_(
        "{name} cannot be opened as a picture or a PDF. The file is kept where it is. Save it as "
        "JPEG or PDF and choose it again."
    )


class ScanLockedError(PaperError):
    """A PDF asks for a password. Details: ``name``."""

    code: ClassVar[str] = "scan-locked"
    text: ClassVar[str] = N_(
        "{name} is protected by a password. The file is kept where it is. Save it without a "
        "password and choose it again."
    )
