"""The parts of a workbook beside its sheets, read as a stream by expat."""

import xml.parsers.expat
from collections.abc import Callable, Mapping
from pathlib import Path

from kta_desktop.measurement.loggers.errors import LoggerWorkbookError

Attributes = Mapping[str, str]
PARTS = 5000
"""Parts, sheets and relations that a workbook may have."""
LONGEST = 32_768
"""Characters of a text: Excel writes no more."""
_STRINGS = 160 << 20  # bytes of memory for all texts together
_TEXT = 57  # bytes that a text takes beside its characters: 49, and 8 for its place in the list


class Reader:
    """Reads one part of a workbook; subclasses say what to do at which tag."""

    starts: Mapping[str, Callable[[Attributes], None]]
    ends: Mapping[str, Callable[[], None]]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text: list[str] = []
        self._is_wanted = False
        self._parser = xml.parsers.expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._signs
        self._parser.StartDoctypeDeclHandler = self._doctype

    def damaged(self) -> LoggerWorkbookError:
        """Return the error of a part that is not in its format."""
        return LoggerWorkbookError(path=self.path, reason="damaged")

    def feed(self, chunk: bytes) -> None:
        """Read a piece.

        Raises:
            LoggerWorkbookError: If it is not in its format.
        """
        self._parse(chunk, is_final=False)

    def close(self) -> None:
        """Say that this was all.

        Raises:
            LoggerWorkbookError: If something is missing.
        """
        self._parse(b"", is_final=True)

    def _parse(self, chunk: bytes, *, is_final: bool) -> None:
        try:
            self._parser.Parse(chunk, is_final)
        except (xml.parsers.expat.ExpatError, ValueError, LookupError) as error:
            raise self.damaged() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self.starts.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        handler = self.ends.get(name.rpartition(":")[2])
        if handler is not None:
            handler()

    def _signs(self, text: str) -> None:
        if self._is_wanted:
            self._text.append(text[:LONGEST])

    def _doctype(self, *_: object) -> None:
        raise self.damaged()

    def collect(self, _attributes: Attributes) -> None:
        """Begin to collect text."""
        self._is_wanted = True

    def collected(self) -> str:
        """Return the text collected since, and stop collecting."""
        self._is_wanted = False
        text = "".join(self._text)
        self._text.clear()
        return text[:LONGEST]


class Relations(Reader):
    """What a part refers to inside the workbook: id to kind and target."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.found: dict[str, tuple[str, str]] = {}
        self.starts, self.ends = {"Relationship": self._relation}, {}

    def _relation(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External" and len(self.found) < PARTS:
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))


class Index(Reader):
    """The sheets, and from which year days count."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._shown: list[tuple[str, str]] = []
        self._hidden: list[tuple[str, str]] = []
        self.is_1904 = False
        self.starts, self.ends = {"sheet": self._sheet, "workbookPr": self._properties}, {}

    @property
    def sheets(self) -> tuple[tuple[str, str], ...]:
        """Return name and id of each sheet, hidden ones last."""
        return (*self._shown, *self._hidden)

    def _sheet(self, attributes: Attributes) -> None:
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        place = self._shown if attributes.get("state", "visible") == "visible" else self._hidden
        if len(place) < PARTS:
            place.append((attributes.get("name", ""), key))

    def _properties(self, attributes: Attributes) -> None:
        self.is_1904 = attributes.get("date1904") in {"1", "true"}


class StyleReader(Reader):
    """The number format of each style of cells."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._named: dict[str, str] = {}
        self._used: list[str] = []
        self._is_inside = False
        self.starts = {"numFmt": self._format, "cellXfs": self._begins, "xf": self._style}
        self.ends = {"cellXfs": self._finish}

    def _format(self, attributes: Attributes) -> None:
        if len(self._named) < 65_536:
            self._named[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]

    def _begins(self, _attributes: Attributes) -> None:
        self._is_inside = True

    def _finish(self) -> None:
        self._is_inside = False

    def _style(self, attributes: Attributes) -> None:
        if self._is_inside and len(self._used) < 65_536:
            self._used.append(attributes.get("numFmtId", "0"))

    def codes(self) -> tuple[str, ...]:
        """Return the code of each style; a number where it is one that is built in."""
        return tuple(self._named.get(key, key) for key in self._used)


class StringReader(Reader):
    """The texts that cells refer to by number."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.found: list[str] = []
        self._runs: list[str] = []
        self._left = _STRINGS
        self.starts = {"t": self.collect}
        self.ends = {"t": self._run, "si": self._item}

    def _run(self) -> None:
        self._runs.append(self.collected())

    def _item(self) -> None:
        text = "".join(self._runs)
        self._runs.clear()
        self._left -= len(text) + _TEXT
        if self._left < 0:
            raise LoggerWorkbookError(path=self.path, reason="large")
        self.found.append(text)
