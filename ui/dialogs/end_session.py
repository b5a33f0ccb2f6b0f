"""Ending a measurement: what will be kept, and what would be missing."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.formatting import duration, number
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import LiveView
from ui.theme.tokens import MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.shortcuts import bind

WIDTH_PX = 480


class EndSessionDialog(QDialog):
    """Says what ending means now. Esc and Enter go on recording: the safe way."""

    def __init__(self, view: LiveView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("End the session"))
        end = KeyButton(_("End the session"), "Alt+E", "circle-stop", "danger")
        end.setObjectName("endSession")
        end.clicked.connect(self.accept)
        bind(self, "Alt+E", self.accept)
        stay = KeyButton(_("Go on recording"), "Esc", "", "primary")
        stay.setObjectName("goOn")
        stay.setDefault(True)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(end)
        buttons.addWidget(stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        for text, role, tone in _sentences(view):
            layout.addWidget(Label(text, role, tone))
        layout.addLayout(buttons)
        self.resize(WIDTH_PX, self.sizeHint().height())
        stay.setFocus()


def _sentences(view: LiveView) -> list[tuple[str, str, str]]:
    """Return text, role and tone of what ending means for the session as it stands."""
    lang = language()
    kept = _("Recorded: {time}, readings: {points}. Everything recorded is kept.").format(
        time=duration(view.elapsed_s, lang), points=number(str(view.points), lang)
    )
    missing = view.samples_wanted - view.samples_done
    said = [(kept, "body", "tx")]
    if missing > 0:
        text = _(
            "Full samples: {done} of {whole}. Without the missing ones there will be no verdict; "
            "an ended session cannot be continued."
        ).format(done=view.samples_done, whole=view.samples_wanted)
        said.append((text, "body", "wr"))
    else:
        text = _("All samples are complete: {whole}. The session becomes part of the audit.")
        said.append((text.format(whole=view.samples_wanted), "body", "tx"))
    return said
