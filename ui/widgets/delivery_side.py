"""Panels beside the deliveries: the bundle of this audit, places of delivery, closed versions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kta_desktop.formatting import datetime_, size
from kta_desktop.i18n import _, language
from ui.widgets.delivery_checks import ChecksBody, CheckShown
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressBar6

Pair = tuple[str, str]
"""Two lines of a list: what it is, what has to be known of it."""


class BundlePanel(Panel):
    """Writing the audit to one signed file, and opening such a file.

    Signals: ``write_asked``, ``open_asked``, ``stop_asked``.
    """

    write_asked = Signal()
    open_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._about = Label("", "second", "tx2")
        self._write = KeyButton("", "Ctrl+B", "package", "primary")
        self._open = KeyButton("", "Ctrl+O", "folder-open")
        self._stop = KeyButton("", "Esc", "x")
        for button, name in ((self._write, "writeBundle"), (self._open, "openBundle")):
            button.setObjectName(name)
        self._write.clicked.connect(self.write_asked)
        self._open.clicked.connect(self.open_asked)
        self._stop.clicked.connect(self.stop_asked)
        self._bar, self._step = ProgressBar6(), Label("", "second", "tx2")
        self._result = Label("", "medium")
        self._result.setObjectName("bundleResult")
        self._checks = ChecksBody()
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button in (self._write, self._open, self._stop):
            buttons.addWidget(button)
        for widget in (self._about, self._bar, self._step, self._result, self._checks):
            self.body.addWidget(widget)
        self.body.insertLayout(1, buttons)
        self._number: str | None = None
        self._result.hide()
        self.rest()
        self.retranslate()

    def show_audit(self, number: str | None) -> None:
        """Say which audit would be written; None if none is open."""
        self._number = number
        self.retranslate()

    def work(self, fraction: float, text: str) -> None:
        """Show how far writing or checking is; the other actions wait."""
        self._bar.set_fraction(fraction, text)
        self._step.setText(text)
        for widget in (self._bar, self._step, self._stop):
            widget.show()
        self._write.setEnabled(False)
        self._open.setEnabled(False)

    def rest(self) -> None:
        """Show that nothing is being written or checked."""
        for widget in (self._bar, self._step, self._stop):
            widget.hide()
        self._write.setEnabled(self._number is not None)
        self._open.setEnabled(True)

    def show_result(self, path: str, size_bytes: int | None, checks: Sequence[CheckShown]) -> None:
        """Show a bundle and what was checked in it; an empty path forgets it."""
        self._result.setVisible(bool(path))
        amount = f", {size(size_bytes, language())}" if size_bytes is not None else ""
        self._result.setText(f"{path}{amount}")
        self._checks.show_checks(checks)

    def checks(self) -> tuple[CheckShown, ...]:
        """Return what was checked last."""
        return self._checks.shown()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Bundle"))
        self._about.setText(
            _(
                "One signed file holds the whole audit {number}: for a stick, the archive, the "
                "centre. After writing it is read back and checked."
            ).format(number=self._number)
            if self._number is not None
            else _("Open an audit to write its bundle. A bundle that you got can be opened now.")
        )
        self._write.set_text(_("Write and check bundle…"))
        self._open.set_text(_("Open a bundle…"))
        self._stop.set_text(_("Stop"))
        self._write.setEnabled(self._number is not None and self._stop.isHidden())
        self._checks.show_checks(self._checks.shown())


class PairsPanel(Panel):
    """A titled list of two-line items with an icon, and one action in its head.

    Signals: ``acted`` when the action was pressed.
    """

    acted = Signal()

    def __init__(self, icon: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._icon = icon
        self._action = KeyButton("", key, "plus", small=True)
        self._action.clicked.connect(self.acted)
        self._action.hide()
        self._empty = Label("", "second", "tx2")
        self._rows: list[tuple[QWidget, Label, Label]] = []
        self._pairs: tuple[Pair, ...] = ()
        self.body.addWidget(self._empty)

    def offer(self, text: str) -> None:
        """Show the action in the head."""
        self._action.set_text(text)
        if self._action.isHidden():
            self.add_action(self._action)
            self._action.show()

    def show_pairs(self, pairs: Sequence[Pair], when_empty: str) -> None:
        """Show ``pairs``, or the words ``when_empty``."""
        self._pairs = tuple(pairs)
        self._empty.setText(when_empty)
        self._empty.setVisible(not pairs)
        while len(self._rows) < len(pairs):
            self._rows.append(self._made())
        for place, (row, first, second) in enumerate(self._rows):
            row.setVisible(place < len(pairs))
            if place < len(pairs):
                first.setText(pairs[place][0])
                second.setText(pairs[place][1])
                row.setAccessibleName(". ".join(pairs[place]))

    def pairs(self) -> tuple[Pair, ...]:
        """Return what is listed."""
        return self._pairs

    def _made(self) -> tuple[QWidget, Label, Label]:
        row, first, second = QWidget(), Label("", "medium"), Label("", "second", "tx2")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(first)
        texts.addWidget(second)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(IconLabel(self._icon, "tx2"))
        line.addLayout(texts, 1)
        self.body.addWidget(row)
        return row, first, second


def scrolled(panels: Sequence[QWidget], gap: int) -> QScrollArea:
    """Return an area in which ``panels`` stand below each other and scroll when they must."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def version_pair(revision: int, at: str, by: str) -> Pair:
    """Return a closed version as listed; ``at`` is an ISO time, ``by`` a name."""
    when = datetime_(at, language(), seconds=False)
    return _("Version {revision}").format(revision=revision), f"{when} · {by}" if by else when
