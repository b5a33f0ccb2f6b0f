"""What can go wrong between an audit and its sheet on disk."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class SheetError(KtaError):
    """A sheet could not be written; the audit is never affected. Details: ``path``."""

    code: ClassVar[str] = "sheet-failed"
    text: ClassVar[str] = N_(
        "The sheet {path} could not be written. The audit is kept. Check the disk and print again."
    )


class SheetDiskFullError(SheetError):
    """There is no room for the file."""

    code: ClassVar[str] = "sheet-disk-full"
    text: ClassVar[str] = N_(
        "There is no room on the disk for {path}. The audit is kept and no part of the sheet was "
        "left behind. Free some space and print again."
    )


class SheetReadOnlyError(SheetError):
    """The folder or the file cannot be written."""

    code: ClassVar[str] = "sheet-read-only"
    text: ClassVar[str] = N_(
        "{path} cannot be written. The audit is kept. Choose another folder, or close the file "
        "where it is open."
    )


class SheetFolderMissingError(SheetError):
    """The folder of the file does not exist."""

    code: ClassVar[str] = "sheet-no-folder"
    text: ClassVar[str] = N_(
        "There is no folder for {path}. The audit is kept. Choose another folder."
    )


class SheetCancelledError(SheetError):
    """The user stopped the printing."""

    code: ClassVar[str] = "sheet-cancelled"
    text: ClassVar[str] = N_("Stopped. The sheet {path} was not written. The audit is kept.")


class NothingToPrintError(SheetError):
    """The audit has nothing of what was asked for."""

    code: ClassVar[str] = "nothing-to-print"
    text: ClassVar[str] = N_(
        "There is nothing to print: the audit has nothing of what was chosen. Choose other "
        "sections or another document."
    )


class PreviewError(KtaError):
    """A page cannot be shown. Details: ``path``."""

    code: ClassVar[str] = "preview-failed"
    text: ClassVar[str] = N_(
        "The file {path} cannot be shown: it is no whole PDF, or has no such page. "
        "The audit is kept. Print the sheet again."
    )
