"""What stands in the middle of the centre's page while there is no version to look at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import MARGIN
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel


class EmptyPanel(Panel):
    """Says that nothing came yet, and the ways to begin.

    Signals: ``intake_wanted``, ``place_wanted`` when a way was chosen.
    """

    intake_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._has_places = True
        self._title, self._text = Label("", "panel"), Label("", "body", "tx2")
        self._intake = KeyButton("", "F5", "download", "primary")
        self._place = KeyButton("", "Ctrl+8", "hard-drive")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self._intake)
        flow.addWidget(self._place)
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (self._title, self._text, buttons):
            column.addWidget(part)
        column.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(column)
        self._intake.clicked.connect(self.intake_wanted)
        self._place.clicked.connect(self.place_wanted)
        self.retranslate()

    def show_places(self, *, has_places: bool) -> None:
        """Say whether there is a place where something may lie."""
        self._has_places = has_places
        self.retranslate()

    def focus_first(self) -> None:
        """Give the keyboard to the first way to begin."""
        (self._place if self._intake.isHidden() else self._intake).setFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._intake.set_text(_("Take in now"))
        self._intake.setVisible(self._has_places)
        self._place.set_text(_("Places of delivery"))
        if self._has_places:
            self._title.setText(_("No version is chosen"))
            self._text.setText(
                _(
                    "What auditors deliver is looked for at the places of delivery. A stick or a "
                    "folder is enough, no network is needed."
                )
            )
        else:
            self._title.setText(_("There is no place to look at yet"))
            self._text.setText(
                _(
                    "Add the folder, the stick or the server where auditors deliver. Then F5 takes "
                    "in what lies there."
                )
            )
