"""The panel of bottlenecks: the table, what can be done with one, and those that were put aside."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from kta_desktop.i18n import N_, _
from kta_desktop.services.bottleneck_scene import Row
from ui.widgets.bottleneck_list import BottleneckList
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind

ACTS = (
    ("open", N_("Details"), "Enter"),
    ("take", N_("Take over into the register"), "Ctrl+Enter"),
    ("measure", N_("A measure against it"), "Ctrl+M"),
    ("merge", N_("Merge with…"), "Ctrl+J"),
    ("reject", N_("Reject with a reason…"), "Del"),
    ("restore", N_("Bring back"), "Ctrl+B"),
    ("add", N_("Add a bottleneck…"), "Ctrl+Ins"),
)
"""Id, message id and key of what can be done."""


class BottleneckPanel(Panel):
    """Bottlenecks by weight.

    Signals:
        wanted: What is asked for, see ``ACTS``, and the key of the chosen candidate.
        chosen: Another candidate is chosen; its key.
    """

    wanted = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("panel")
        self._rows: tuple[Row, ...] = ()
        self._with_folded = self._is_narrow = False
        self.list = BottleneckList()
        self._hint = Label("", "second", "tx2")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._folded = KeyButton(kind="link", small=True)
        self._folded.setObjectName("bottlenecksFolded")
        self._more = KeyButton(icon="ellipsis", small=True)
        self._more.setObjectName("bottleneckActs")
        self._empty = Label("", "body", "tx2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setMargin(12)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self.add_beside(self._hint)
        self.add_action(self._folded)
        self.add_action(self._more)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.addWidget(self._pages)
        self._connect()
        self.retranslate()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show bottlenecks; those put aside only where they are asked for."""
        self._rows = tuple(rows)
        folded = [row for row in rows if row.is_folded]
        shown = [row for row in rows if self._with_folded or not row.is_folded]
        self.list.show_rows(shown)
        self._pages.setCurrentIndex(0 if shown else 1)
        self._folded.setVisible(bool(folded))
        text = (
            _("Hide those put aside: {count}")
            if self._with_folded
            else _("Show those put aside: {count}")
        )
        text = text.format(count=len(folded))
        self._folded.set_icon("eye-off" if self._with_folded else "eye")
        self._folded.set_text(str(len(folded)) if self._is_narrow else text)
        self._folded.set_tip(text)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what the details say too where there is little room."""
        self._is_narrow = narrow
        self._hint.setVisible(not narrow)
        self.show_rows(self._rows)
        self.list.set_narrow(narrow=narrow)

    def choose(self, key: str) -> bool:
        """Choose a candidate; one that was put aside is shown again. False if there is none."""
        found = next((row for row in self._rows if row.key == key), None)
        if found is None:
            return False
        if found.is_folded and not self._with_folded:
            self._fold()
        self.list.choose(key)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Bottlenecks by weight"))
        self._hint.setText(_("score = sum of the weighted parts, 100 at most"))
        self._more.set_text(_("Actions"))
        self._empty.setText(
            _(
                "No bottleneck was found yet. They are found by exceeded levels, missing"
                " techniques, balances that do not close and consumption beyond what is usual."
                " You can add your own: Ctrl+Ins."
            )
        )
        self.show_rows(self._rows)

    def _connect(self) -> None:
        self.list.opened.connect(lambda key: self.wanted.emit("open", str(key)))
        self.list.chosen.connect(lambda key: self.chosen.emit(str(key)))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda at: self._menu(self.list.viewport().mapToGlobal(at))
        )
        self._more.clicked.connect(
            lambda: self._menu(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        )
        self._folded.clicked.connect(self._fold)
        for act, _text, key in ACTS:
            if act != "open":
                bind(self, key.replace("Enter", "Return"), partial(self._want, act))

    def _fold(self) -> None:
        self._with_folded = not self._with_folded
        self.show_rows(self._rows)

    def _want(self, act: str, _checked: object = None) -> None:
        if act in self._possible():
            self.wanted.emit(act, self.list.key())

    def _possible(self) -> set[str]:
        """Return what can be done with the chosen one."""
        row = self.list.row(self.list.key())
        if row is None:
            return {"add"}
        if row.is_folded:
            return {"open", "restore", "add"}
        taken = set() if row.is_taken else {"take"}
        return {"open", "measure", "merge", "reject", "add"} | taken

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        possible = self._possible()
        for act, text, key in ACTS:
            if act in possible:
                entry = menu.addAction(f"{_(text)}\t{key}")
                entry.triggered.connect(partial(self._want, act))
        menu.popup(at)
