"""Why a workbook is refused as a whole, and the messages of mistakes inside it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from kta_desktop.i18n import N_
from kta_desktop.packs.errors import PackError

if TYPE_CHECKING:
    from kta_desktop.packs.faults import PackFault


class WorkbookError(PackError):
    """A workbook cannot be read at all. Details: ``path``."""

    code: ClassVar[str] = "workbook"


class WorkbookMissingError(WorkbookError):
    """There is no such file, or the system does not open it."""

    code: ClassVar[str] = "workbook-missing"
    text: ClassVar[str] = N_(
        "The workbook {path} is not there, or the system does not open it. Nothing was changed. "
        "Check its name, and close it in other programs."
    )


class WorkbookTooLargeError(WorkbookError):
    """It is larger than any pack, packed or unpacked. Details: also ``limit``, in MB."""

    code: ClassVar[str] = "workbook-too-large"
    text: ClassVar[str] = N_(
        "The workbook {path} is too large: a pack takes at most {limit} MB. Nothing was read. "
        "Delete empty formatted rows, pictures and foreign sheets, and save it again."
    )


class WorkbookBombError(WorkbookError):
    """Its container promises one thing and holds another, or unpacks to nothing but bulk."""

    code: ClassVar[str] = "workbook-bomb"
    text: ClassVar[str] = N_(
        "The workbook {path} unpacks to far more than it should, or holds more than it says. "
        "Nothing was read. Ask its sender for it anew."
    )


class WorkbookMacrosError(WorkbookError):
    """It carries macros."""

    code: ClassVar[str] = "workbook-macros"
    text: ClassVar[str] = N_(
        "The workbook {path} carries macros. Nothing was read. "
        "Save it as an Excel workbook without macros (.xlsx) and open that one."
    )


class WorkbookLockedError(WorkbookError):
    """It is protected by a password."""

    code: ClassVar[str] = "workbook-locked"
    text: ClassVar[str] = N_(
        "The workbook {path} is protected by a password. Nothing was read. "
        "Take the password off in Excel and save it again."
    )


class WorkbookOldError(WorkbookError):
    """It is of another kind of spreadsheet: .xls, .xlsb or .ods. Details: also ``kind``."""

    code: ClassVar[str] = "workbook-old"
    text: ClassVar[str] = N_(
        "The file {path} is a workbook of the kind {kind}. Nothing was read. "
        "Open it and save it as an Excel workbook (.xlsx)."
    )


class NotAWorkbookError(WorkbookError):
    """It is no workbook, whatever its name says."""

    code: ClassVar[str] = "workbook-not"
    text: ClassVar[str] = N_(
        "The file {path} is not an Excel workbook (.xlsx), whatever its name says. "
        "Nothing was read. Open it in Excel and save it as a workbook."
    )


class WorkbookDamagedError(WorkbookError):
    """A part of it is missing or not in its format. Details: also ``part``."""

    code: ClassVar[str] = "workbook-damaged"
    text: ClassVar[str] = N_(
        "The workbook {path} is damaged in its part {part}. Nothing was read. "
        "Open it in Excel, let it be repaired, and save it again."
    )


class WorkbookEntitiesError(WorkbookError):
    """A part declares a document type: no spreadsheet program writes one. Details: ``part``."""

    code: ClassVar[str] = "workbook-entities"
    text: ClassVar[str] = N_(
        "The workbook {path} holds declarations in its part {part} that no spreadsheet program "
        "writes. Nothing was read. Ask its sender for it anew."
    )


class WorkbookFaultyError(WorkbookError):
    """It holds what no pack folder can take over. Details: ``path``, ``count``, ``first``.

    Attributes:
        faults: All mistakes.
    """

    code: ClassVar[str] = "workbook-faulty"
    text: ClassVar[str] = N_(
        "The workbook {path} has mistakes: {count}. The first: {first} Nothing was changed. "
        "Correct them and try again."
    )

    def __init__(self, *, faults: "tuple[PackFault, ...]", **details: object) -> None:
        super().__init__(**details, count=len(faults), first=faults[0].line())
        self.faults = faults


class CellTooLongError(PackError):
    """A text of a pack is longer than a cell. Details: ``where``, ``count``, ``limit``."""

    code: ClassVar[str] = "cell-too-long"
    text: ClassVar[str] = N_(
        "A text of the pack is too long for a workbook: {where} has {count} characters, a cell "
        "takes {limit}. No workbook was written. Shorten the text."
    )


class TableTooLargeError(PackError):
    """A table of a pack is larger than a sheet. Details: ``where``."""

    code: ClassVar[str] = "table-too-large"
    text: ClassVar[str] = N_(
        "The table {where} of the pack has more rows or columns than a sheet takes. "
        "No workbook was written. Split the table."
    )


WORKBOOK: Mapping[str, str] = {
    "sheet-missing": N_("The sheet is missing. Add it, under this name."),
    "sheet-twice": N_("Another sheet, «{found}», holds the same table. Keep one of them."),
    "sheet-foreign": N_(
        "The sheet is not part of a pack and is not read. Delete it, or begin its name with "
        "an underscore."
    ),
    "sheet-unsupported": N_(
        "Sheets of this name belong to phone surveys and are not supported. Delete it."
    ),
    "sheet-hidden": N_("The sheet is hidden and is read all the same."),
    "sheet-header": N_("The first row must be: {right}."),
    "rows-hidden": N_("Rows are hidden and are read all the same: {found}."),
    "columns-hidden": N_("Columns are hidden and are read all the same: {found}."),
    "header-missing": N_("There are values below an empty heading. Give the column a heading."),
    "cells-beyond": N_(
        "The row has a value to the right of the last heading: «{found}». Remove it."
    ),
    "formula": N_(
        "The cell holds a formula; its value is not taken over. Copy the cell and paste it as "
        "a value."
    ),
    "error-cell": N_("The cell shows the error {found}. Put the value in."),
    "merged": N_("The cells {found} are merged. Unmerge them and fill in each one."),
    "date-typed": N_(
        "Excel has taken what was typed for a date; it would be read as {found}. Set the format "
        "of the cell to text and type it again."
    ),
    "number-typed": N_(
        "The cell holds a number and not a text; it is read as {found}. If another writing is "
        "meant, set the format of the cell to text and type it again."
    ),
    "smart-quotes": N_(
        "There are typographic quotation marks in an expression: {found}. Use straight ones."
    ),
    "setting-row": N_("The row cannot be understood. Compare it with its neighbours."),
    "settings-differ": N_(
        "The sheet kta_pack says «{right}», this sheet says «{found}». What kta_pack says counts."
    ),
    "own-expression": N_(
        "The plain condition was changed, the exact one in the column {right} was not; the exact "
        "one counts. Change that one, or empty it."
    ),
    "external-links": N_("The workbook has links to other files; they are not followed."),
}
