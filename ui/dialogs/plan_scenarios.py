"""Scenarios of the plan: add, rename, take away."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import plan_desk, plan_form, plan_scene
from kta_desktop.services.plan_form import Edit, Known
from kta_desktop.services.plan_scene import Plan
from ui.dialogs.plan_ask import PlanAsk
from ui.widgets.focus import FocusRing
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled import Labelled
from ui.widgets.span_row import span_row

if TYPE_CHECKING:
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor

_KEY = Qt.ItemDataRole.UserRole
_HEIGHT = 120


class ScenariosDialog(PlanAsk):
    """Edits the scenarios; each change is stored at once and can be undone.

    Args:
        editor: The open audit.
        model: Its assessment.
        parent: The window it belongs to.
    """

    def __init__(
        self, editor: "AuditEditor", model: "AssessmentModel", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Scenarios of the plan"),
            _("Close"),
            lambda: None,
            _("In which scenarios a measure is, is stated at the measure."),
            parent,
        )
        self.setObjectName("scenariosDialog")
        self._editor, self._model = editor, model
        self.leave.hide()  # each change is stored at once: there is nothing to leave
        self.list = QListWidget()
        self._ring = FocusRing(self.list)
        self.list.setAccessibleName(_("Scenarios of the plan"))
        self.list.setMinimumHeight(_HEIGHT)
        self.name = Labelled(QLineEdit(), _("Name of the scenario"))
        self._add = _button(_("Add a scenario"), "plus", self.add)
        self._rename = _button(_("Rename"), "pencil", self.rename)
        self._remove = _button(_("Take away"), "trash-2", self.remove)
        self.column.addWidget(self.list)
        self.column.addWidget(self.name)
        self.column.addWidget(span_row((self._add, 4), (self._rename, 4), (self._remove, 4)))
        self.list.currentItemChanged.connect(lambda item, _before: self._show_name(item))
        model.changed.connect(self._show)
        self._show()

    def add(self) -> None:
        """Add a scenario by the name in the field."""
        self._try(lambda known, plan: plan_desk.add_scenario(known, plan, self._typed()))

    def rename(self) -> None:
        """Give the chosen scenario the name in the field."""
        key = self._key()
        self._try(lambda known, plan: plan_desk.rename_scenario(known, plan, key, self._typed()))

    def remove(self) -> None:
        """Take the chosen scenario away; its measures stay in the others."""
        self._try(lambda known, plan: plan_desk.remove_scenario(known, plan, self._key()))

    def _typed(self) -> str:
        return self.name.field.text().strip()

    def _key(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def _try(self, act: "Callable[[Known, Plan], list[Edit]]") -> None:
        found = self._model.finish()
        known = plan_form.fresh(found.known, self._editor.state)
        try:
            self._editor.submit(act(known, found.plan))
        except KtaError as error:
            self.banner.show_error(error)
        else:
            self.banner.clear()

    def _show(self) -> None:
        found = self._model.found
        if found is None:
            return
        kept = self._key()
        self.list.clear()
        for each in found.plan.scenarios:
            if each.id == plan_scene.BASELINE:
                continue
            item = QListWidgetItem(each.name.get(language()), self.list)
            item.setData(_KEY, each.id)
            if each.id == kept or self.list.count() == 1:
                self.list.setCurrentItem(item)

    def _show_name(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.name.field.setText(item.text())


def _button(text: str, icon: str, act: Callable[[], None]) -> KeyButton:
    made = KeyButton(text, icon=icon, small=True)
    made.clicked.connect(act)
    return made
