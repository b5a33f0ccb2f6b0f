"""The category of the object: what it does, the figures, the rule that follows from them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _, language
from kta_desktop.services import categorising
from kta_desktop.services.categorising import Categorised
from ui.models import category_words as words
from ui.undo import AuditEditor
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.plant_facts import FactsPanel

WRITE_KEY = "Ctrl+Enter"


class ResultPanel(Panel):
    """The category, the rule that gave it, and what to mind.

    Signals: ``writing``, when the category is to be written into the checklist.
    """

    writing = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._name = Label("", "title")
        self._ground = Label("", "medium")
        self._edition = Chip()
        self._differs = _Line("triangle-alert", "wr", self)
        self._same = _Line("circle-check", "ok", self)
        self._minds: list[_Line] = []
        self.write = KeyButton(key=WRITE_KEY, icon="save", kind="primary", small=True)
        self.write.setObjectName("write_category")
        self.write.clicked.connect(self.writing)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._edition)
        head.addWidget(self.write)
        self.body.addLayout(head)
        for widget in (self._ground, self._differs, self._same):
            self.body.addWidget(widget)

    def show_found(self, found: Categorised, declared: str) -> None:
        """Show what the figures come to beside what is declared."""
        lang, rule = language(), found.found.rule
        self._name.setText(words.title(found))
        text = words.ground(found, lang)
        self._ground.setText(text)
        self._ground.setVisible(bool(text))
        edition = words.edition(rule) if rule is not None else ""
        is_sure = rule is not None and rule.confidence == "verified"
        self._edition.show_state(edition, "" if is_sure else "circle-help", "plain")
        self._edition.setVisible(bool(edition))
        self._differs.say(
            _("The checklist declares {declared}, the figures come to {found}.").format(
                declared=declared, found=words.title(found)
            )
            if found.differs
            else ""
        )
        is_same = bool(found.declared) and found.declared == found.found.category
        says = _("The checklist declares the same: {declared}.").format(declared=declared)
        self._same.say(says if is_same and found.found.is_settled else "")
        self._show_minds(found, lang)
        self.write.set_text(_("Write into the checklist"))
        self.write.setVisible(bool(found.found.category))
        self.setAccessibleName(", ".join(part for part in (words.title(found), text) if part))

    def texts(self) -> list[str]:
        """Return every sentence that is shown."""
        said = [line.text() for line in (self._differs, self._same, *self._minds)]
        return [text for text in (self._name.text(), self._ground.text(), *said) if text]

    def _show_minds(self, found: Categorised, lang: str) -> None:
        for line in self._minds:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._minds = [_Line("info", "tx2", self) for _text in words.reservations(found, lang)]
        for line, text in zip(self._minds, words.reservations(found, lang), strict=True):
            line.say(text)
            self.body.addWidget(line)


class RulesPanel(Panel):
    """The rules of the chosen activities and what came of each; folded until wanted.

    Signals: ``resized``, after its height may have changed.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._is_open = False
        self._found: Categorised | None = None
        self.fold = KeyButton(kind="link", small=True)
        self.fold.setObjectName("fold_rules")
        self.fold.clicked.connect(self._turn)
        self.add_action(self.fold)
        self._lines: list[_Line] = []

    def show_found(self, found: Categorised) -> None:
        """Show the rules."""
        self._found = found
        lang = language()
        self.set_title(_("Rules of the annex: {count}").format(count=len(found.found.findings)))
        self.fold.set_text(_("Fold") if self._is_open else _("Show"))
        wanted = found.found.findings if self._is_open else ()
        while len(self._lines) > len(wanted):
            line = self._lines.pop()
            line.hide()
            line.deleteLater()
        while len(self._lines) < len(wanted):
            self._lines.append(_Line("circle", "tx3", self))
            self.body.addWidget(self._lines[-1])
        for line, finding in zip(self._lines, wanted, strict=True):
            rule = finding.rule
            line.look(*words.LOOKS[finding.outcome])
            parts = (categorising.clause(rule, lang), words.edition(rule))
            place = ", ".join(part for part in parts if part)
            says = words.condition(found, rule, lang)
            outcome = _(words.OUTCOMES[finding.outcome])
            name = _(words.NAMES[rule.category])
            line.say(f"{name} · {rule.label.get(lang)} · {says} — {outcome} · {place}")
        margin = 12 if wanted else 0
        self.body.setContentsMargins(12, margin, 12, margin)

    def _turn(self) -> None:
        self._is_open = not self._is_open
        if self._found is not None:
            self.show_found(self._found)
        self.resized.emit()


class CategoryPart(QWidget):
    """Everything of the category that the checklist does not have.

    Signals: ``jump`` with a ``Target``; ``resized`` after its height may have changed; ``said``
    with a short confirmation.
    """

    jump = Signal(object)
    resized = Signal()
    said = Signal(str)

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.result = ResultPanel(self)
        self.result.writing.connect(self.write)
        self._activities = Panel(parent=self)
        self._boxes: dict[str, QCheckBox] = {}
        flow = FlowLayout()
        for name, _text in categorising.activities(language()):
            box = QCheckBox(self._activities)
            box.setObjectName(f"activity_{name}")
            box.clicked.connect(lambda checked, name=name: self._choose(name, checked=checked))
            self._boxes[name] = box
            flow.addWidget(box)
        self._activities.body.addLayout(flow)
        self.facts = FactsPanel(self)
        self.facts.edited.connect(lambda edit: editor.submit([edit]))
        self.facts.jump.connect(self.jump)
        self.facts.resized.connect(self.resized)
        self.rules = RulesPanel(self)
        self.rules.resized.connect(self.resized)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for panel in (self.result, self._activities, self.facts, self.rules):
            column.addWidget(panel)
        self.retranslate()

    @property
    def found(self) -> Categorised:
        """What the figures come to now."""
        return categorising.categorised(self._editor.state)

    def write(self) -> None:
        """Write the category and its basis into the checklist, as one act."""
        self.commit()
        found = self.found
        rule = found.found.rule
        if rule is None:
            return
        basis = categorising.basis_text(found, rule, language())
        edits = categorising.written(self._editor.state, found, basis)
        self._editor.submit(edits)
        if edits:
            self.said.emit(_("Written: {what}").format(what=words.title(found)))

    def refresh(self) -> None:
        """Show the state of the audit."""
        found = self.found
        name = words.NAMES.get(found.declared)
        self.result.show_found(found, _(name) if name else "")
        for activity, box in self._boxes.items():
            box.setChecked(activity in found.activities)
        self.facts.show_found(found)
        self.rules.show_found(found)
        self._order_tabs()

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.facts.commit()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._activities.set_title(_("What the object does"))
        for name, text in categorising.activities(language()):
            self._boxes[name].setText(text)
        self.refresh()

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        boxes = list(self._boxes.values())
        return [self.result.write, *boxes, *self.facts.tab_widgets(), self.rules.fold]

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        next(iter(self._boxes.values())).setFocus(event.reason())

    def _choose(self, name: str, *, checked: bool) -> None:
        kept = [one for one in self.found.activities if one != name]
        names = (*kept, name) if checked else tuple(kept)
        self._editor.submit([categorising.chosen(tuple(names))])

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for widget in self.tab_widgets():
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


class _Line(QWidget):
    """A picture and a sentence; gone while it says nothing."""

    def __init__(self, icon: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, tone, 16)
        self._words = Label("", tone=tone if tone != "ok" else "tx")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Show a sentence; an empty one hides the line."""
        self._words.setText(text)
        self.setVisible(bool(text))

    def look(self, icon: str, tone: str) -> None:
        """Show another picture."""
        self._icon.show_icon(icon, tone)
        self._words.set_tone("tx")
