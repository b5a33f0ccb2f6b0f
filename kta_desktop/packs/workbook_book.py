"""A workbook file as its sheets: which parts it has, and what each is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kta_desktop.packs.workbook_cells import (
    Budget,
    RawSheet,
    Reader,
    SharedStrings,
    SheetReader,
    part_beside,
    relations_of,
)
from kta_desktop.packs.workbook_errors import NotAWorkbookError, WorkbookMacrosError
from kta_desktop.packs.workbook_zip import LIMITS, Container, Limits, demand_workbook

_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_MOST = 1000  # sheets and other parts
_STYLES = 65_536  # styles of cells, as Excel has it
_Attributes = Mapping[str, str]
_R = TypeVar("_R", bound=Reader)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read.

    Attributes:
        path: The file.
        sheets: In the order of its tabs; those of other programs (``_…``) have no rows.
        formats: Number of a cell's style to the code of its number format.
        is_1904: Whether its days count from 1904.
        has_links: Whether it refers to other files.
    """

    path: Path
    sheets: tuple[RawSheet, ...]
    formats: tuple[str, ...] = ()
    is_1904: bool = False
    has_links: bool = False


def keep_on() -> None:
    """Never stop."""


def read_book(
    path: Path, *, limits: Limits = LIMITS, cancelled: Callable[[], None] = keep_on
) -> Book:
    """Return the sheets of the workbook ``path``.

    Args:
        path: An ``.xlsx`` file.
        limits: How large it may be.
        cancelled: Called while it is read; may raise to stop.

    Raises:
        WorkbookError: If it is no workbook that can be read; see the subclasses.
    """
    with Container(path, limits) as container:
        demand_workbook(container)
        return _Opening(container, cancelled).book()


class _Opening:
    """Reads the parts of one workbook in the order they are needed."""

    def __init__(self, container: Container, cancelled: Callable[[], None]) -> None:
        self.container = container
        self._cancelled = cancelled

    def book(self) -> Book:
        """Return the workbook."""
        self._run(_Types(self.container, _TYPES))
        main = self._main()
        parts = self._relations(main)
        index = _Index(self.container, main)
        self._run(index)
        styles = self._optional(_Styles, parts, "styles")
        strings = self._optional(SharedStrings, parts, "sharedStrings")
        texts = strings.found if strings else []
        return Book(
            path=self.container.path,
            sheets=self._sheets(index, parts, texts),
            formats=tuple(styles.formats()) if styles else (),
            is_1904=index.is_1904,
            has_links=any(name.startswith("xl/externalLinks/") for name in self.container.names),
        )

    def _run(self, reader: Reader) -> None:
        reader.run(self._cancelled)

    def _main(self) -> str:
        """Return the name of the part that lists the sheets."""
        for kind, part in self._relations("").values():
            if kind == "officeDocument":
                return part
        raise NotAWorkbookError(path=self.container.path)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id to kind and part."""
        relations = _Relations(self.container, relations_of(part) if part else _ROOT)
        self._run(relations)
        return {
            key: (kind, part_beside(part, target))
            for key, (kind, target) in relations.found.items()
        }

    def _optional(
        self, reader: type[_R], parts: Mapping[str, tuple[str, str]], wanted: str
    ) -> _R | None:
        for kind, part in parts.values():
            if kind == wanted and part in self.container.names:
                found = reader(self.container, part)
                self._run(found)
                return found
        return None

    def _sheets(
        self, index: "_Index", parts: Mapping[str, tuple[str, str]], texts: list[str]
    ) -> tuple[RawSheet, ...]:
        budget = Budget()
        found: list[RawSheet] = []
        for name, key, is_hidden in index.sheets:
            sheet = RawSheet(name, is_hidden)
            found.append(sheet)
            if name.startswith("_"):
                continue
            kind, part = parts.get(key, ("", ""))
            if kind == "worksheet":
                self._run(SheetReader(self.container, part, sheet, texts, budget))
        return tuple(found)


class _Types(Reader):
    """What kinds of part there are; only macros matter."""

    def __init__(self, container: Container, part: str) -> None:
        super().__init__(container, part)
        self.starts = {"Override": self._override}

    def _override(self, attributes: _Attributes) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise WorkbookMacrosError(path=self.container.path)


class _Relations(Reader):
    """What a part refers to inside the container: id to kind and target."""

    def __init__(self, container: Container, part: str) -> None:
        super().__init__(container, part)
        self.found: dict[str, tuple[str, str]] = {}
        self.starts = {"Relationship": self._relation}

    def _relation(self, attributes: _Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))
            self.demand_few(self.found, _MOST)


class _Index(Reader):
    """The sheets of a workbook, and from which year its days count."""

    def __init__(self, container: Container, part: str) -> None:
        super().__init__(container, part)
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False
        self.starts = {"sheet": self._sheet, "workbookPr": self._properties}

    def _sheet(self, attributes: _Attributes) -> None:
        keys = [value for name, value in attributes.items() if name.endswith(" id")]
        is_hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((attributes.get("name", ""), "".join(keys[:1]), is_hidden))
        self.demand_few(self.sheets, _MOST)

    def _properties(self, attributes: _Attributes) -> None:
        self.is_1904 = attributes.get("date1904") in ("1", "true")


# Formats that have a number and no code of their own, as far as they change what a number means.
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 46, 47), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    49: "@",
}


class _Styles(Reader):
    """The number formats of cell styles."""

    def __init__(self, container: Container, part: str) -> None:
        super().__init__(container, part)
        self._codes: dict[str, str] = {}
        self._styles: list[str] = []
        self._is_inside = False
        self.starts = {"numFmt": self._code, "cellXfs": self._begins, "xf": self._style}
        self.ends = {"cellXfs": self._finish}

    def _code(self, attributes: _Attributes) -> None:
        self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        self.demand_few(self._codes, _STYLES)

    def _begins(self, _attributes: _Attributes) -> None:
        self._is_inside = True

    def _finish(self) -> None:
        self._is_inside = False

    def _style(self, attributes: _Attributes) -> None:
        if self._is_inside:
            self._styles.append(attributes.get("numFmtId", "0"))
            self.demand_few(self._styles, _STYLES)

    def formats(self) -> list[str]:
        """Return the code of each style; empty = General."""
        built_in = {str(number): code for number, code in _BUILT_IN.items()}
        return [self._codes.get(key, built_in.get(key, "")) for key in self._styles]
