"""The head of the overview: title, where the audit is, and the way back to where work stopped."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.wording import sector_name, version_name
from kta_desktop.i18n import _, language
from kta_desktop.services import stages
from kta_desktop.services.stages import Phase
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class OverviewHead(QWidget):
    """Signals: ``wanted`` when work is to go on where it stopped."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "title", wrap=False)
        self._stage, self._category, self._checklist = Chip(), Chip(), Chip()
        self.go_on = KeyButton("", "Ctrl+Enter", "play", "primary")
        self.go_on.setObjectName("continueAudit")
        self.go_on.clicked.connect(self.wanted)
        words = QWidget()
        flow = FlowLayout(words, gap=8)
        for part in (self._title, self._stage, self._category, self._checklist):
            flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        words.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(self.go_on)

    def show_audit(self, record: AuditRecord, today: date) -> None:
        """Show where an audit is."""
        lang = language()
        self._title.setText(_("Overview of the audit"))
        stage = stages.stage(record, today)
        detail = stages.detail(stage)
        text = " · ".join(part for part in (stages.name(stage.phase), detail) if part)
        on_site = stage.phase is Phase.ON_SITE
        self._stage.show_state(text, "map-pin" if on_site else "clock", "info")
        category = record.plant.category
        self._category.show_state(_("Category {number}").format(number=category), "", "plain")
        self._category.setVisible(bool(category))
        definition = record.definition
        name = sector_name(definition.title.get(lang))
        version = version_name(definition.version, lang)
        self._checklist.show_state(f"{name}, {version}", "", "plain")

    def show_place(self, number: str) -> None:
        """Show the number of the question where work goes on."""
        text = _("Continue: {number}").format(number=number) if number else _("Continue")
        self.go_on.set_text(text)
