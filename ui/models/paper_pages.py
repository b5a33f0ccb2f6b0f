"""The pages that came back from paper, each with the questions it goes to, for a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.paper import Match, Wanted
from ui.theme import icon
from ui.theme.tips import tip

PICTURE, QUESTIONS, STATE = range(3)
THUMBNAIL = QSize(54, 72)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = (N_("Page"), N_("Questions"), N_("What will happen"))
_SHORT = {
    "page-of-other-audit": N_("page of another audit"),
    "page-of-other-version": N_("another checklist or version"),
    "page-of-filled-sheet": N_("sheet filled in by the program"),
    "page-without-code": N_("no code can be read"),
}
_NO_PICTURE = N_("cannot be attached")
_MOST_TITLED = 3  # questions of a page that are named in words
_MOST_NAMED = 12  # numbers of questions in a line


@dataclass(slots=True)
class _Line:
    """A picture on its way.

    Attributes:
        match: What it was found to be.
        picture: Its thumbnail.
        chosen: The question that a person gave it; empty if none did.
        is_left: Whether it is not to be taken.
        is_done: Whether it was attached.
        refused: Why it was not attached after all.
    """

    match: Match
    picture: QImage
    chosen: str = ""
    is_left: bool = False
    is_done: bool = False
    refused: KtaError | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return where it goes."""
        return (self.chosen,) if self.chosen else self.match.addresses

    @property
    def error(self) -> KtaError | None:
        """Return why it goes nowhere."""
        return self.refused or (None if self.chosen else self.match.error)


class PaperPagesModel(QAbstractTableModel):
    """One line for each picture; what a person chose wins over what the code says."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state: FormState | None = None
        self._lines: list[_Line] = []

    def add(self, matches: Sequence[Match], state: FormState) -> None:
        """Show further pictures; one that is shown already is passed over."""
        self._state = state
        known = {line.match.scan.name for line in self._lines}
        fresh = [match for match in matches if match.scan.name not in known]
        if not fresh:
            return
        count = len(self._lines)
        self.beginInsertRows(_NOWHERE, count, count + len(fresh) - 1)
        self._lines += [_Line(match, _picture(match.scan.thumbnail)) for match in fresh]
        self.endInsertRows()

    def wanted(self) -> list[Wanted]:
        """Return the pictures that are to be attached, with their questions."""
        return [
            Wanted(scan=line.match.scan, addresses=line.addresses, number=line.match.number)
            for line in self._lines
            if line.addresses and not (line.is_left or line.is_done)
        ]

    def address(self, row: int) -> str:
        """Return the first question of a picture; empty if it has none."""
        return next(iter(self._lines[row].addresses), "")

    def sentence(self, row: int) -> str:
        """Return in whole words why a picture goes nowhere; empty if it goes somewhere."""
        error = self._lines[row].error
        return "" if error is None else error.sentence()

    def is_open(self, row: int) -> bool:
        """Whether a question can still be chosen for a picture."""
        line = self._lines[row]
        return line.match.scan.is_picture and not line.is_done

    def choose(self, rows: Sequence[int], address: str) -> None:
        """Let pictures go to a question."""
        for row in filter(self.is_open, rows):
            line = self._lines[row]
            line.chosen, line.is_left, line.refused = address, False, None
        self._tell_all()

    def toggle(self, rows: Sequence[int]) -> None:
        """Take pictures or leave them, all as the first of them comes to be."""
        lines = [self._lines[row] for row in rows if self.is_open(row)]
        for line in lines[1:]:
            line.is_left = not lines[0].is_left
        for line in lines[:1]:
            line.is_left = not line.is_left
        self._tell_all()

    def settle(self, attached: Sequence[str], refused: Sequence[tuple[str, KtaError]]) -> None:
        """Note which pictures are attached now, and why others are not, by their names."""
        done, why = frozenset(attached), dict(refused)
        for line in self._lines:
            line.is_done = line.is_done or line.match.scan.name in done
            line.refused = why.get(line.match.scan.name)
        self._tell_all()

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section])
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DecorationRole and column == PICTURE:
            return line.picture if not line.picture.isNull() else icon("file-warning", "tx2")
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return icon(*_sign(line))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = (self._named, self._asked, self._judged)[column](line)
            return text if role == Qt.ItemDataRole.DisplayRole else tip(text)
        return None

    def _named(self, line: _Line) -> str:
        number = line.match.number
        if number is None:
            return line.match.scan.name
        return "\n".join((line.match.scan.name, _("page {page}").format(page=number)))

    def _asked(self, line: _Line) -> str:
        """Return number and title of a few questions, of more of them only the numbers."""
        state, found = self._state, line.addresses
        if state is None or not found:
            return "—"
        if len(found) <= _MOST_TITLED:
            return "\n".join(title_of(state, address, language()) for address in found)
        numbers = [state.question(address).number or "·" for address in found]
        shown, more = ", ".join(numbers[:_MOST_NAMED]), len(numbers) - _MOST_NAMED
        if more <= 0:
            return shown
        return _("{numbers} and {count} more").format(numbers=shown, count=more)

    def _judged(self, line: _Line) -> str:
        if line.is_done:
            return _("attached")
        if line.is_left:
            return _("not taken")
        error = line.error
        if error is not None:
            short = _(_SHORT.get(error.code, _NO_PICTURE))
            if line.match.scan.is_picture:
                return "\n".join((short, _("F2 chooses the question")))
            return short
        return _("chosen by hand") if line.chosen else _("found by its code")

    def _tell_all(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, STATE))


def _sign(line: _Line) -> tuple[str, str]:
    """Return picture and tone of what will happen."""
    if line.is_done:
        return "circle-check", "ok"
    if line.is_left:
        return "circle-slash", "tx2"
    if line.error is not None:
        return "circle-help", "wr"
    return ("user", "ac") if line.chosen else ("circle-dot", "ac")


def _picture(data: bytes) -> QImage:
    """Return a thumbnail that fits into its place."""
    picture = QImage.fromData(data)
    if not picture.isNull():
        picture.setDevicePixelRatio(
            max(picture.width() / THUMBNAIL.width(), picture.height() / THUMBNAIL.height(), 1)
        )
    return picture
