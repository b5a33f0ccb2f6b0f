"""Taking readings from logger files: what was understood, corrected, and where it goes."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services.logger_looking import (
    QUESTIONS,
    ColumnWish,
    ImportRequest,
    Wishes,
    with_column,
)
from ui.dialogs.page_parts import open_at
from ui.models.lines_model import Line
from ui.models.logger_import import LoggerFile, LoggerImport
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.logger_columns import LoggerColumns
from ui.widgets.logger_form import LoggerForm
from ui.widgets.logger_into import LoggerInto
from ui.widgets.logger_lines import LoggerLines
from ui.widgets.logger_words import file_state
from ui.widgets.progress import ProgressBar6
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind
from ui.widgets.tab_chain import reading_order

Take = Callable[[ImportRequest, Report, Cancelled], object]
"""Takes in what was asked for; runs in the pool."""
_SIZE = (1120, 700)
_LIST_PX = 250
_SOON_MS = 40
_PANES = {
    "lines": N_("Lines"),
    "columns": N_("Columns"),
    "file": N_("How it is read"),
    "into": N_("Where to"),
}


class LoggerDialog(QDialog):
    """Nothing is taken in before “Import”.

    Args:
        runner: Work of the window.
        take: What imports.
        sessions: Id and words of the sessions that readings may join.
        parent: The window it belongs to.
        sources: Works out the names of the sources of the checklist; runs in the pool.

    Attributes:
        files: The files and what is known of them.
        taken: What ``take`` returned; None before.
    """

    def __init__(
        self,
        runner: TaskRunner,
        take: Take,
        sessions: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
        sources: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loggerImport")
        self.setWindowTitle(_("Readings from logger files"))
        self.setAcceptDrops(True)
        self._runner, self._take = runner, take
        self._task: Task | None = None
        self._shown: LoggerFile | None = None
        self._is_stale = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._catch_up)
        self.taken: object = None
        self.files = LoggerImport(runner, self)
        self.files.listed.connect(self._list_files)
        self.files.changed.connect(self._file_changed)
        self.banner = Banner()
        self.list = LinesTable("loggerFiles")
        self.list.setAccessibleName(_("Files"))
        self.list.chosen.connect(lambda _item: self._show_file())
        # each pane is made where it belongs: what moves with all its fields is styled anew
        self._stack = QStackedWidget(self)
        self.lines, self.columns = LoggerLines(self._stack), LoggerColumns(self._stack)
        self._areas = tuple(_scrolling(self._stack) for _pane in range(2))
        self.form = LoggerForm(self._areas[0].viewport())
        self.into = LoggerInto(sessions, self._areas[1].viewport())
        self.panes = Segments(
            [(name, _(text)) for name, text in _PANES.items()], digits=True, name=_("What is shown")
        )
        self.bar = ProgressBar6()
        self.said = Label("", "second", "tx2")
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.show_pane("lines")
        self._list_files()
        self._show_file()
        if sources is not None:
            runner.run_pool(
                lambda _report, _cancelled: sources(), self, self.into.offer_sources, self._fail
            )

    def add(self, paths: Sequence[Path]) -> None:
        """Look at further files."""
        self.files.add(paths)

    def show_pane(self, name: str) -> None:
        """Show lines, columns, reading or where to."""
        self.panes.set_value(name)
        self._stack.setCurrentIndex(list(_PANES).index(name))

    def _go_to_pane(self, name: str) -> None:
        """Show a pane and give it the keyboard: who asks for it by a key works in it next."""
        self.show_pane(name)
        shown = self._stack.currentWidget()
        inner = shown.widget() if isinstance(shown, QScrollArea) else shown
        layout = inner.layout() if inner is not None else None
        first = next(reading_order(layout), None) if layout is not None else None
        if first is not None and first.isEnabled():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def file(self) -> LoggerFile | None:
        """The file that is shown; None without any."""
        found = self.list.item()
        return found if isinstance(found, LoggerFile) else None

    def import_files(self) -> None:
        """Take in all files as they are understood now; the dialog closes when it is done."""
        if self._task is not None or not self.files.is_ready:
            return
        if not self.into.check():
            self.show_pane("into")
            return
        request = self.request()
        self._task = self._runner.run_pool(
            lambda report, cancelled: self._take(request, report, cancelled),
            self,
            self._done,
            self._fail,
            self._progress,
        )
        self._word()

    def request(self) -> ImportRequest:
        """Return what was entered."""
        files = tuple((each.path, each.wishes or Wishes()) for each in self.files.files)
        return self.into.request(files)

    @override
    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()  # it ends with its own sentence, and nothing was taken in
            return
        self.files.stop()
        super().reject()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        self.add([Path(each) for each in local])
        event.acceptProposedAction()

    def _make_buttons(self) -> None:
        self._open = KeyButton(_("Add files…"), "Ctrl+O", "folder-open")
        self._drop = KeyButton(_("Leave out"), "Del", "x")
        self._import = KeyButton(_("Import"), "Ctrl+Enter", "upload", "primary")
        self._import.setObjectName("importFiles")
        self._leave = KeyButton(_("Do not import"), "Esc")
        self._open.clicked.connect(self._ask_files)
        self._drop.clicked.connect(self._leave_out)
        self._import.clicked.connect(self.import_files)
        self._leave.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.list, 1)
        side.addWidget(self._open)
        side.addWidget(self._drop)
        self.list.setFixedWidth(_LIST_PX)
        for area, inside in zip(self._areas, (self.form, self.into), strict=True):
            area.setWidget(inside)
        for pane in (self.lines, self.columns, *self._areas):
            self._stack.addWidget(pane)
        main = QVBoxLayout()
        main.setSpacing(8)
        main.addWidget(self.panes, 0, Qt.AlignmentFlag.AlignLeft)
        main.addWidget(self.banner)
        main.addWidget(self._stack, 1)
        halves = QHBoxLayout()
        halves.setSpacing(MARGIN)
        halves.addLayout(side)
        halves.addLayout(main, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self._leave)
        foot.addWidget(self._import)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(10)
        column.addLayout(halves, 1)
        column.addWidget(self.bar)
        column.addLayout(foot)
        open_at(self, *_SIZE)
        chain = (self.list, self._open, self._drop, self.panes, self.lines.table)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(self._leave, self._import)

    def _connect(self) -> None:
        self.panes.chosen.connect(lambda name: self.show_pane(str(name)))
        self.form.wished.connect(self._correct)
        self.columns.wished.connect(self._correct_column)
        self.into.changed.connect(self._word)
        self.banner.acted.connect(lambda: self._correct(Wishes()))
        for number, name in enumerate(_PANES, start=1):
            bind(self, f"Alt+{number}", partial(self._go_to_pane, name))
        bind(self, "Ctrl+O", self._ask_files)
        bind(self, "Ctrl+Return", self.import_files)
        bind(self.list, "Delete", self._leave_out)

    def _ask_files(self) -> None:
        kinds = _("Logger files (*.csv *.txt *.tsv *.dat *.log *.xlsx *.xlsm);;All files (*)")
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Logger files"), "", kinds)
        self.add([Path(each) for each in chosen])

    def _leave_out(self) -> None:
        if self.file is not None and self._task is None:
            self.files.remove(self.file)

    def _correct(self, wishes: Wishes) -> None:
        if self.file is not None:
            self.files.correct(self.file, wishes)

    def _correct_column(self, place: int, wish: ColumnWish) -> None:
        if self.file is not None:
            wishes = self.file.wishes or Wishes()
            self.files.correct(self.file, with_column(wishes, place, wish))

    def _list_files(self) -> None:
        """Show the files anew; the chosen one stays chosen."""
        lines = []
        for each in self.files.files:
            words, picture = file_state(each)
            lines.append(Line(cells=(f"{each.path.name}\n{words}",), item=each, icon=picture))
        with QSignalBlocker(self.list):  # a thousand columns are not shown twice
            self.list.show_lines((_("Files"),), lines, (1.0,))
        if self.file is not self._shown:  # what is being typed for the same file stays
            self._show_file()
        self._word()

    def _file_changed(self, file: LoggerFile) -> None:
        """Show it soon: a hundred files that are looked at change hundreds of times a second."""
        self._is_stale |= file is self._shown
        if not self._soon.isActive():
            self._soon.start()

    def _catch_up(self) -> None:
        is_stale, self._is_stale = self._is_stale, False
        self._list_files()
        if is_stale:
            self._show_file()

    def _show_file(self) -> None:
        file = self._shown = self.file
        found = None if file is None else file.look
        self.lines.show_look(found)
        self.columns.show_look(found)
        self._stack.setEnabled(file is not None)
        if file is not None:
            self.form.show_look(found, file.wishes or Wishes())
        self._show_open()
        self._word()

    def _show_open(self) -> None:
        """Say why the file is refused, or what it leaves open."""
        file = self.file
        self.form.mark("", "")
        self.banner.hide()
        if file is None:
            self.banner.show_message(
                "info", _("Drop logger files here, or add them: CSV, TXT, XLSX.")
            )
        elif file.error is not None:
            self.banner.show_error(file.error)
        elif file.look is not None and file.look.profile:
            text = _("Read as “{name}”, the way that was saved for such files.")
            self.banner.show_message(
                "info", text.format(name=file.look.profile), action=_("Read without it")
            )
        if file is None or file.look is None:
            return
        for question in file.look.understanding.questions:
            text = _(QUESTIONS[question.code])
            self.form.mark("interval_s" if question.code == "interval" else question.code, text)
            if file.error is None:
                self.banner.show_message("warning", text)

    def _progress(self, fraction: float, text: str) -> None:
        self.bar.set_fraction(fraction, text)
        self.said.setText(text)

    def _done(self, taken: object) -> None:
        self._task, self.taken = None, taken
        self.accept()

    def _fail(self, error: KtaError) -> None:
        self._task = None
        self._word()
        self.banner.show_error(error)

    def _word(self) -> None:
        """Say what is under way, and offer what can be done now."""
        reading = [each for each in self.files.files if each.task is not None]
        is_importing = self._task is not None
        self.bar.setVisible(bool(reading) or is_importing)
        if reading and not is_importing:
            share = sum(each.fraction for each in reading) / len(reading)
            self.bar.set_fraction(share, _("Reading: {name}").format(name=reading[0].path.name))
        if is_importing:
            said = _("Importing…")
        elif reading:
            said = _("Reading: {name}").format(name=reading[0].path.name)
        elif self.files.files and not self.files.is_ready:
            said = _("Answer what is open, or leave out what cannot be read.")
        else:
            said = ""
        self.said.setText(said)
        self._import.setEnabled(self.files.is_ready and not is_importing)
        self._drop.setEnabled(self.file is not None and not is_importing)
        self._open.setEnabled(not is_importing)


def _scrolling(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
