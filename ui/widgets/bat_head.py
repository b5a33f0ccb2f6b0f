"""The head of the page of techniques: its faces, what it is held against, filter and summary."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from kta_desktop.assessment.repeat_words import BESIDE
from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import _, language
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.segments import Segments

FILTER_KEY, SUMMARY_KEY, FACE_KEY, BEFORE_KEY = "F7", "Ctrl+P", "Ctrl+B", "Ctrl+D"
TECHNIQUES, INDICATORS, BALANCES = "techniques", "indicators", "balances"
_SHARES = (6, 5)  # of the width: what is shown, and what can be done
_LONGEST = 44  # letters of a document in the list of them


class BatHead(QWidget):
    """Title, faces, document, filter, summary; goes on in the next line where there is no room.

    Signals:
        face_chosen: Name of the face that is wanted.
        source_chosen: Id of the document that is wanted; empty = all.
        filter_wanted: Only techniques without evidence are wanted, or all again.
        summary_wanted: The summary of conformity is wanted.
        before_wanted: The audit beside the one before is wanted.
    """

    face_chosen = Signal(str)
    source_chosen = Signal(str)
    filter_wanted = Signal()
    summary_wanted = Signal()
    before_wanted = Signal()

    def __init__(self, definition: Definition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._definition = definition
        self._sources: Sequence[str] = ()
        self._unproven = 0
        self._before = "", ""
        self._is_narrow = False
        self._title = Label("", "title", wrap=False)
        self.faces = Segments([], small=True)
        self.faces.chosen.connect(lambda face: self.face_chosen.emit(str(face)))
        self._basis = Label("", "second", "tx2")
        self.source = QComboBox(self)
        self.source.setObjectName("book")
        self.source.activated.connect(
            lambda _index: self.source_chosen.emit(str(self.source.currentData() or ""))
        )
        self.filter = KeyButton("", FILTER_KEY, small=True)
        self.filter.setCheckable(True)
        self.filter.setObjectName("without_evidence")
        self.filter.clicked.connect(self.filter_wanted)
        self.summary = KeyButton("", SUMMARY_KEY, "printer", small=True)
        self.summary.setObjectName("conformity_summary")
        self.summary.clicked.connect(self.summary_wanted)
        self.before = KeyButton("", BEFORE_KEY, "history", small=True)
        self.before.setObjectName("beside_before")
        self.before.clicked.connect(self.before_wanted)
        self.before.hide()
        named, acts = QWidget(self), QWidget(self)
        left, right = FlowLayout(named, gap=8), FlowLayout(acts, gap=8, right=True)
        for widget in (self._title, self.faces, self.source, self._basis):
            left.addWidget(widget)
        for button in (self.filter, self.before, self.summary):
            right.addWidget(button)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(named, _SHARES[0])
        self._row.addWidget(acts, _SHARES[1])

    def show_sources(self, sources: Sequence[str]) -> None:
        """Offer the documents that techniques are from; where there is one, only name it."""
        if list(sources) == list(self._sources) and self.source.count():
            return
        self._sources = sources
        self._fill_sources()

    def show_unproven(self, count: int, *, is_only: bool) -> None:
        """Say how many techniques have no evidence, and whether only they are shown."""
        self._unproven = count
        self.filter.setChecked(is_only)
        self.filter.set_text(_("Without evidence: {count}").format(count=count))

    def show_before(self, number: str, day: str) -> None:
        """Offer to look beside the audit before, by its number and first day; '' = there is none.

        The button says the year, for there is little room; its number is told beside the pointer.
        """
        self._before = number, day[:4]
        self.before.setVisible(bool(number))
        self._name_before()

    def show_face(self, face: str) -> None:
        """Show which face is shown."""
        self.faces.set_value(face)
        is_book = face != BALANCES
        self.filter.setVisible(is_book)
        self.source.setVisible(is_book and len(self._sources) > 1)
        has_basis = len(self._sources) < 2 and bool(self._basis.text())
        self._basis.setVisible(is_book and has_basis and not self._is_narrow)

    def set_narrow(self, *, narrow: bool) -> None:
        """Offer techniques and indicators as faces of their own, or both as one."""
        self._is_narrow = narrow
        self._title.setVisible(not narrow)
        for place, share in enumerate((1, 1) if narrow else _SHARES):
            self._row.setStretch(place, share)
        self._fill_faces()
        self._name_summary()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(_("Techniques and indicators"))
        self.faces.setAccessibleName(_("What is shown"))
        self.source.setAccessibleName(_("Book"))
        self._name_summary()
        self._name_before()
        self._fill_faces()
        self._fill_sources()
        self.show_unproven(self._unproven, is_only=self.filter.isChecked())

    def _name_summary(self) -> None:
        """Name the summary by its picture alone where there is little room."""
        name = _("Summary of conformity")
        self.summary.set_text("" if self._is_narrow else name)
        self.summary.set_tip(name)

    def _name_before(self) -> None:
        number, year = self._before
        self.before.set_text(year or number)
        self.before.set_tip(_(BESIDE).format(number=number))

    def _fill_faces(self) -> None:
        if self._is_narrow:
            named = [(TECHNIQUES, _("Techniques")), (INDICATORS, _("Indicators"))]
        else:
            named = [(TECHNIQUES, _("Techniques and levels"))]
        face = self.faces.value()
        self.faces.set_options([*named, (BALANCES, _("Balances and load"))])
        self.faces.set_value(TECHNIQUES if face == INDICATORS and not self._is_narrow else face)

    def _fill_sources(self) -> None:
        chosen = self.source.currentData()
        titles = {each.id: each.title for each in self._definition.sources}
        self.source.clear()
        self.source.addItem(_("All documents"), "")
        for source in self._sources:
            self.source.addItem(short(titles.get(source, source)), source)
            self.source.setItemData(
                self.source.count() - 1, titles.get(source, source), Qt.ItemDataRole.ToolTipRole
            )
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self._basis.setText(self._definition.benchmark.get(language()))
        self.show_face(self.faces.value() or TECHNIQUES)


def short(title: str) -> str:
    """Return the beginning of the title of a document, whole words only."""
    if len(title) <= _LONGEST:
        return title
    kept = title[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:—–-")
    return f"{kept}…"
