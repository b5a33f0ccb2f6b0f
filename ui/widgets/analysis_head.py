"""The head of the analysis page: way back, which session, which quantity, which part of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import _
from kta_desktop.services.analysing import Analysed
from ui.theme.tokens import GAP
from ui.widgets.analysis_words import channel_name, session_name, summary_words
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_words import verdict_words
from ui.widgets.segments import Segments

TABS = ("course", "blocks", "spread", "compare", "changes", "results")
_TONES = {"ok": "ok", "er": "error", "nd": "unclear", "na": "neutral"}


class AnalysisHead(QWidget):
    """Choices stay as they are until a person changes them.

    Signals:
        closed: The list of sessions is wanted.
        session_chosen: Id of a session.
        channel_chosen: Id of a channel.
        tab_chosen: One of ``TABS``.
        export_asked: What is shown is to be written to a file.
    """

    closed = Signal()
    session_chosen = Signal(str)
    channel_chosen = Signal(str)
    tab_chosen = Signal(str)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = KeyButton("", "Esc", "chevron-left", small=True)
        self._back.setObjectName("analysisBack")
        self._back.clicked.connect(self.closed)
        self._sessions, self._channels = QComboBox(), QComboBox()
        for box, name in ((self._sessions, "analysisSession"), (self._channels, "analysisChannel")):
            box.setObjectName(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self._sessions.setMinimumContentsLength(28)
        self._channels.setMinimumContentsLength(10)
        self._sessions.activated.connect(
            lambda place: self.session_chosen.emit(str(self._sessions.itemData(place)))
        )
        self._channels.activated.connect(
            lambda place: self.channel_chosen.emit(str(self._channels.itemData(place)))
        )
        self._export = KeyButton("", "Alt+E", "save", small=True)
        self._export.setObjectName("analysisExport")
        self._export.clicked.connect(self.export_asked)
        self._verdict = Chip("", "circle-slash", "neutral")
        self._simulated = Chip("", "info", "warning")
        self._summary = Label("", "second", "tx2", wrap=False)
        self._summary.setObjectName("analysisSummary")
        self._tabs = Segments(_options(), digits=True, small=True)
        self._tabs.setObjectName("analysisTabs")
        self._tabs.set_value(TABS[0])
        self._tabs.chosen.connect(lambda name: self.tab_chosen.emit(str(name)))
        self._lay_out()
        self._verdict.hide()
        self._simulated.hide()
        self.retranslate()

    @property
    def tab(self) -> str:
        """The part that is shown."""
        return self._tabs.value() or TABS[0]

    def show_tab(self, name: str) -> None:
        """Show another part as chosen."""
        self._tabs.set_value(name)

    def show_sessions(self, sessions: Sequence[Session], chosen: Session, channel: str) -> None:
        """Offer sessions and the channels of the chosen one: what is judged comes first."""
        self._sessions.clear()
        for session in sessions:
            self._sessions.addItem(session_name(session), session.id)
        self._sessions.setCurrentIndex(self._sessions.findData(chosen.id))
        self._channels.clear()
        judged = [quantity.channel for quantity in chosen.quantities]
        others = [item.id for item in chosen.channels if item.id not in judged]
        for identifier in (*judged, *others):
            self._channels.addItem(channel_name(chosen, identifier), identifier)
        self._channels.setCurrentIndex(self._channels.findData(channel))
        self._simulated.setVisible(chosen.simulated)

    def show_waiting(self) -> None:
        """Say that figures are being worked out."""
        self._summary.setText(_("The session is being worked out"))

    def show_rest(self) -> None:
        """Say nothing of figures."""
        self._summary.setText("")

    def show_found(self, found: Analysed) -> None:
        """Show verdict and mean of a channel."""
        self._summary.setText(summary_words(found))
        self._verdict.setVisible(found.judgement is not None)
        if found.judgement is not None:
            word, icon, tone = verdict_words(found.judgement)
            self._verdict.show_state(word, icon, _TONES[tone])

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._back.set_text(_("Sessions"))
        self._export.set_text(_("CSV"))
        self._sessions.setAccessibleName(_("Session"))
        self._channels.setAccessibleName(_("Quantity"))
        self._tabs.set_options(_options())
        self._tabs.setAccessibleName(_("Part of the analysis"))
        self._simulated.show_state(_("simulated"), "info", "warning")

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(GAP)
        first.addWidget(self._back)
        first.addWidget(self._sessions, 3)
        first.addWidget(self._channels, 1)
        first.addWidget(self._export)
        second = QWidget()
        row = FlowLayout(second, gap=GAP)
        for widget in (self._tabs, self._simulated, self._verdict, self._summary):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(first)
        column.addWidget(second)


def _options() -> list[tuple[str, str]]:
    names = (
        _("Course"),
        _("Means"),
        _("Spread"),
        _("Comparison"),
        _("Corrections"),
        _("To the answers"),
    )
    return list(zip(TABS, names, strict=True))
