"""Audits that lie at a place of delivery, taken back after the loss of a computer."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.formatting import datetime_, size
from kta_desktop.i18n import _, language
from kta_desktop.services import remotes
from ui.dialogs.page_parts import action_bar, open_at, pinned, scrolled
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.widgets.banner import Banner
from ui.widgets.chip import Chip
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.shortcuts import bind
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from kta_desktop.services.packing import OpenResult
    from kta_desktop.services.recovering import There
    from kta_desktop.services.remotes import RemoteInfo
    from kta_desktop.services.workspace import Workspace

WIDTH_PX, HEIGHT_PX = 640, 520


class ThereLine(QFrame):
    """One audit at a place with the button that takes it back."""

    def __init__(self, there: "There") -> None:
        super().__init__()
        self.there = there
        title = " · ".join(part for part in (there.number, there.plant) if part) or there.audit
        version = _("Version {revision}").format(revision=there.revision)
        when = datetime_(there.closed_at, language(), seconds=False) if there.closed_at else ""
        about = [version, when, size(there.size, language())]
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(title, "medium"))
        texts.addWidget(Label(" · ".join(part for part in about if part), "second", "tx2"))
        self.take = KeyButton(_("Take it back"), "", "download", small=True)
        self.take.setAccessibleName(f"{self.take.text()}: {title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addLayout(texts, 1)
        if there.is_here:
            row.addWidget(Chip(_("Is here"), "circle-check", "ok"))
            self.take.hide()
        row.addWidget(self.take)


class TakeBackDialog(GrowingDialog):
    """Lists what lies at a place and takes it in.

    Signals: ``taken`` with the id of an audit; ``place_asked`` where a place has to be named first.
    """

    taken = Signal(str)
    place_asked = Signal()

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Take audits back"))
        self._workspace, self._runner = workspace, runner
        self._task: Task | None = None
        self.lines: list[ThereLine] = []
        self.banner, self.waiting = Banner(), Waiting()
        self.place = Labelled(QComboBox(), _("Place of delivery"))
        self.place.field.setObjectName("takeBackFrom")
        self.place.field.currentIndexChanged.connect(lambda _place: self.look())
        about = Label(
            _(
                "What was delivered lies there whole. It is checked like any bundle and joined "
                "with what is here; nothing here is lost. What a lost computer had not sent is in "
                "its backup copy only."
            ),
            "body",
            "tx2",
        )
        self._empty = Label("", "body", "tx2")
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (about, self.place, self._empty):
            self._column.addWidget(part)
        leave = KeyButton(_("Close"), "Esc")
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(scrolled((inner,)), 1)
        layout.addWidget(pinned(self.waiting))
        layout.addWidget(pinned(self.banner))
        layout.addWidget(action_bar((), (leave,)))
        bind(self, "Ins", self.ask_place)
        open_at(self, WIDTH_PX, HEIGHT_PX)
        self._runner.run_db(
            lambda: remotes.listed(workspace), self, self._show_places, self.banner.show_error
        )

    def ask_place(self) -> None:
        """Leave, so that a place can be named."""
        if self._task is None:
            self.reject()
            self.place_asked.emit()

    def look(self) -> None:
        """Look what lies at the chosen place."""
        name = self.place.field.currentText()
        if not name or self._task is not None:
            return

        def work(report: Report, cancelled: Cancelled) -> "tuple[There, ...]":
            from kta_desktop.services import recovering

            return recovering.audits_there(
                self._workspace, name, report=report, cancelled=cancelled
            )

        self.banner.clear()
        self._begin()
        self._task = self._runner.run_pool(
            work, self, self.show_there, self._stopped, self.waiting.tell
        )

    def take(self, there: "There") -> None:
        """Take an audit in as it lies there."""
        name = self.place.field.currentText()
        if self._task is not None:
            return

        def work(report: Report, _cancelled: Cancelled) -> "OpenResult":
            from kta_desktop.services import recovering

            return recovering.take_back(self._workspace, name, there.name, report=report)

        self.banner.clear()
        self._begin()
        self._task = self._runner.run_pool(
            work, self, self._taken, self._stopped, self.waiting.tell
        )

    def show_there(self, found: "Sequence[There]") -> None:
        """Show what lies at the place."""
        self._rest()
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [ThereLine(there) for there in found]
        for line in self.lines:
            line.take.clicked.connect(partial(self._take, line.there))
            self._column.addWidget(line)
        self._empty.setText("" if found else _("No audits lie at this place."))
        self._empty.setVisible(not found)

    @override
    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _show_places(self, places: "Sequence[RemoteInfo]") -> None:
        self.place.field.addItems([place.name for place in places])
        if not places:
            self._empty.setText(_("No place of delivery is named yet. Add one first: Ins."))

    def _take(self, there: "There", _on: object = None) -> None:
        self.take(there)

    def _taken(self, result: "OpenResult") -> None:
        self._rest()
        self.taken.emit(result.audit_id)
        self.look()
        self.banner.show_message("ok", _("The audit is here again, in the list of audits."))

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self.banner.show_error(error)

    def _begin(self) -> None:
        self.waiting.begin()
        for line in self.lines:
            line.take.setEnabled(False)

    def _rest(self) -> None:
        self._task = None
        self.waiting.end()
        for line in self.lines:
            line.take.setEnabled(True)
