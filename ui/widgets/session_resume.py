"""A session that a crash or a power cut left open: go on with it, or finish what there is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import FocusRing
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label, restyle


class SessionResume(QFrame):
    """One unfinished session with both ways out of it; Enter goes on with it.

    Signals:
        resume_asked: id of the session that is to go on.
        finish_asked: id of the session that is to be finished from its stored readings.
    """

    resume_asked = Signal(str)
    finish_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        restyle(self, "banner", "warning")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = FocusRing(self)
        self._title, self._text = Label("", "strong", "wr"), Label("")
        self._resume = KeyButton("", "Enter", "circle-play", "primary")
        self._resume.setObjectName("resumeSession")
        self._resume.clicked.connect(self._go_on)
        self._finish = KeyButton("", "", "circle-stop")
        self._finish.setObjectName("finishSession")
        self._finish.clicked.connect(self._end)
        ways = FlowLayout()
        ways.addWidget(self._resume)
        ways.addWidget(self._finish)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addLayout(ways)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel("history", "wr", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    @property
    def session(self) -> str:
        """Id of the session that is shown; empty if none is."""
        return "" if self._session is None else self._session.id

    def show_session(self, session: Session | None, *, can_resume: bool = True) -> None:
        """Show an unfinished session, or hide.

        Args:
            session: None hides.
            can_resume: Whether its connections are known here, so that it can go on.
        """
        self._session = session
        self.setVisible(session is not None)
        if session is None:
            return
        self._resume.setVisible(can_resume)
        self._finish.set_key("" if can_resume else "Enter")
        self.retranslate()

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be asked for while one of both is under way."""
        self._resume.setEnabled(not busy)
        self._finish.setEnabled(not busy)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        if self._session is None:
            return
        began = datetime_(self._session.started_at, language(), seconds=False)
        self._title.setText(
            _("A session was cut off: {source}").format(source=self._session.source)
        )
        text = _(
            "It began on {time}. Every reading until then is kept. Going on records into the "
            "same session; the gap is marked and no average uses it."
        )
        if self._resume.isHidden():
            text = _(
                "It began on {time}. Every reading until then is kept. Its connections are not "
                "known on this computer, so it cannot go on; it can be finished."
            )
        self._text.setText(text.format(time=began))
        self._resume.set_text(_("Go on recording"))
        self._finish.set_text(_("Finish from the stored readings"))
        self.setAccessibleName(f"{self._title.text()}. {self._text.text()}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self._resume.isHidden():
            self._finish.click()
        else:
            self._resume.click()

    def _go_on(self) -> None:
        if self._session is not None:
            self.resume_asked.emit(self._session.id)

    def _end(self) -> None:
        if self._session is not None:
            self.finish_asked.emit(self._session.id)
