"""The photographs of a folder, each with the question it is to go to, for a table."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import camera_roll
from kta_desktop.services.camera_roll import Confidence, Proposal, Shot, Worked
from ui.theme import icon
from ui.theme.tips import tip

PICTURE, QUESTION, STATE = range(3)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = (N_("Picture"), N_("Question"), N_("By time"))
_WORDS = {
    Confidence.SURE: N_("agrees"),
    Confidence.LIKELY: N_("probably"),
    Confidence.UNSURE: N_("doubtful"),
    Confidence.NONE: N_("no match"),
}
_SIGNS = {
    Confidence.SURE: ("circle-check", "ok"),
    Confidence.LIKELY: ("circle-dot", "ac"),
    Confidence.UNSURE: ("circle-help", "wr"),
    Confidence.NONE: ("circle-dashed", "tx2"),
}
THUMBNAIL = QSize(72, 54)
_BY_HAND = N_("chosen by hand")
_SKIPPED = N_("not taken")
_KNOWN = N_("already attached to {questions}")


class CameraRollModel(QAbstractTableModel):
    """One line for each photograph; what a person chose wins over what the time proposes.

    Signals: ``picture_wanted`` with a file whose picture is seen for the first time.
    """

    picture_wanted = Signal(object)

    def __init__(self, state: FormState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._worked: Sequence[Worked] = ()
        self._shift = timedelta()
        self._proposals: tuple[Proposal, ...] = ()
        self._chosen: dict[Path, str] = {}
        self._left: set[Path] = set()
        self._pictures: dict[Path, QImage | None] = {}

    def show_shots(self, shots: Sequence[Shot], worked: Sequence[Worked]) -> None:
        """Show photographs; those that are attached somewhere are left out at first."""
        self.beginResetModel()
        self._worked = worked
        self._left = {shot.file for shot in shots if shot.attached_to}
        self._proposals = camera_roll.match(shots, worked, self._shift)
        self.endResetModel()

    def set_shift(self, shift: timedelta) -> None:
        """Put the camera's clock right and propose anew."""
        self._shift = shift
        shots = [proposal.shot for proposal in self._proposals]
        self._proposals = camera_roll.match(shots, self._worked, shift)
        self._tell_all()

    def wanted(self) -> list[tuple[str, Path]]:
        """Return where each photograph goes that is taken, in order of time."""
        return [
            (address, proposal.shot.file)
            for row, proposal in enumerate(self._proposals)
            if (address := self.address(row)) and proposal.shot.file not in self._left
        ]

    def matched(self) -> int:
        """Return for how many photographs their time speaks for a question."""
        return sum(1 for proposal in self._proposals if proposal.address is not None)

    def address(self, row: int) -> str:
        """Return the question of a photograph; empty if it has none."""
        proposal = self._proposals[row]
        return self._chosen.get(proposal.shot.file, proposal.address or "")

    def choose(self, rows: Sequence[int], address: str) -> None:
        """Let photographs go to a question."""
        for row in rows:
            file = self._proposals[row].shot.file
            self._chosen[file] = address
            self._left.discard(file)
        self._tell_all()

    def toggle(self, rows: Sequence[int]) -> None:
        """Take photographs or leave them, all as the first of them comes to be."""
        files = [self._proposals[row].shot.file for row in rows]
        if not files:
            return
        leave = files[0] not in self._left
        (self._left.update if leave else self._left.difference_update)(files)
        self._tell_all()

    def show_picture(self, file: Path, picture: QImage) -> None:
        """Show the picture of a file."""
        picture.setDevicePixelRatio(
            max(picture.width() / THUMBNAIL.width(), picture.height() / THUMBNAIL.height(), 1)
        )
        self._pictures[file] = picture
        for row, proposal in enumerate(self._proposals):
            if proposal.shot.file == file:
                place = self.index(row, PICTURE)
                self.dataChanged.emit(place, place)

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._proposals)

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
        proposal = self._proposals[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == PICTURE:
            return self._picture(proposal.shot.file)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            return icon(*self._sign(index.row()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(index.row(), index.column())
            return text if role == Qt.ItemDataRole.DisplayRole else tip(text)
        return None

    def _text(self, row: int, column: int) -> str:
        texts: tuple[Callable[[int], str], ...] = (self._told, self._titled, self._judged)
        return texts[column](row)

    def _told(self, row: int) -> str:
        shot = self._proposals[row].shot
        taken = (shot.taken + self._shift).astimezone().isoformat()
        time = formatting.datetime_(taken, language())
        if shot.is_file_time:
            time = _("{time}, time of the file").format(time=time)
        return f"{shot.file.name}\n{time}"

    def _titled(self, row: int) -> str:
        address = self.address(row)
        return title_of(self._state, address, language()) if address else "—"

    def _judged(self, row: int) -> str:
        proposal = self._proposals[row]
        file, known = proposal.shot.file, proposal.shot.attached_to
        words = _(_BY_HAND if file in self._chosen else _WORDS[proposal.confidence])
        if known:
            questions = ", ".join(self._number(address) for address in known)
            words = _(_KNOWN).format(questions=questions)
        return f"{_(_SKIPPED)}\n{words}" if file in self._left else words

    def _sign(self, row: int) -> tuple[str, str]:
        """Return picture and tone of the judgement."""
        proposal = self._proposals[row]
        if proposal.shot.file in self._left:
            return "circle-slash", "tx2"
        if proposal.shot.file in self._chosen:
            return "user", "ac"
        return _SIGNS[proposal.confidence]

    def _number(self, address: str) -> str:
        try:
            return self._state.question(address).number
        except KeyError:  # of another version of the checklist
            return address

    def _picture(self, file: Path) -> QImage | None:
        if file not in self._pictures:
            self._pictures[file] = None
            self.picture_wanted.emit(file)
        return self._pictures[file]

    def _tell_all(self) -> None:
        last = self.index(self.rowCount() - 1, STATE)
        self.dataChanged.emit(self.index(0, 0), last)
