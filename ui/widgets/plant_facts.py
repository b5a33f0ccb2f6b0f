"""The figures that decide the category: told by the checklist, or entered here."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from kta_desktop import formatting
from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _, language
from kta_desktop.services import categorising
from kta_desktop.services.categorising import Categorised, Known
from ui.widgets.answer_base import TypedField
from ui.widgets.answer_origin import OriginPicker
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label, restyle
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

_FIELD = 130  # px: a number of nine digits with its mark
_YES, _NO = "1", "0"


class FactRow(QWidget):
    """One figure.

    Signals: ``edited`` with an ``Edit``; ``jump`` with the ``Target`` that tells the figure.
    """

    edited = Signal(object)
    jump = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._known: Known | None = None
        self._label = Label("")
        self._told = Label("", "strong")
        self.field = TypedField(self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setObjectName(f"fact_{name}")
        self.field.setFixedWidth(_FIELD)
        self.field.committed.connect(self._typed)
        self._unit = Label("", "second", "tx2", wrap=False)
        self.switch = Segments([], clearable=True, small=True, parent=self)
        self.switch.setObjectName(f"fact_{name}")
        self.switch.chosen.connect(self._switched)
        self.origin = OriginPicker(self)
        self.origin.chosen.connect(self._originated)
        self._way = KeyButton(kind="link", small=True, parent=self)
        self._way.clicked.connect(self._lead)
        self._fault = Label("", "second", "er")
        self._arrange()

    def show_known(self, known: Known) -> None:
        """Show a figure."""
        self._known = known
        lang, is_told = language(), known.told is not None
        text = categorising.label(known, lang)
        self._label.setText(text)
        self._told.setVisible(is_told)
        self._told.setText(self._said(known, lang))
        self._way.setVisible(bool(known.question))
        self._way.set_text(_("In the checklist"))
        self._way.setAccessibleName(_("In the checklist: {name}").format(name=text))
        self.switch.setVisible(known.is_switch and not is_told)
        self.switch.set_options([(_YES, _("Yes")), (_NO, _("No"))])
        self.switch.set_value(known.answer.value if isinstance(known.answer.value, str) else None)
        self.switch.setAccessibleName(text)
        is_figure = not known.is_switch and not is_told
        self.field.setVisible(is_figure)
        self.field.show_text(known.answer.text or "")
        self.field.setAccessibleName(text)
        self._unit.setVisible(is_figure)
        self._unit.setText(formatting.unit(known.fact.unit, lang))
        self.origin.setVisible(is_figure and known.answer.is_answered)
        self.origin.show_choice(known.answer.origin)
        self._show_fault(known)

    @property
    def needed(self) -> int:
        """The width that stands right of the name."""
        self._right.invalidate()
        return self._right.sizeHint().width()

    def keep_right(self, width: int) -> None:
        """Leave this width right of the name, so that the fields of all rows stand in line."""
        self._grid.setColumnMinimumWidth(1, width)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [self.field, self.switch, self.origin.segments, self.origin.more, self._way]

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.field.commit()

    def _said(self, known: Known, lang: str) -> str:
        """Return what the checklist tells."""
        if known.told is None:
            return ""
        if known.is_switch:
            return _("Yes") if known.told.value else _("No")
        value = formatting.number(formatting.significant(known.told.value), lang)
        figure = f"{value} {formatting.unit(known.fact.unit, lang)}"
        return _("{figure} or more").format(figure=figure) if known.told.at_least else figure

    def _show_fault(self, known: Known) -> None:
        text = known.answer.text or ""
        wrong = known.told is None and known.answer.is_unreadable
        says = _("«{text}» is not a number. What was typed is kept. Write it like this: 12.5")
        self._fault.setText(says.format(text=text) if wrong else "")
        self._fault.setVisible(wrong)
        restyle(self.field, "state", "error" if wrong else "")

    def _typed(self, text: str) -> None:
        if self._known is not None:
            self.edited.emit(categorising.entered(self._known, text))

    def _switched(self, value: object) -> None:
        if self._known is not None:
            holds = None if value is None else value == _YES
            self.edited.emit(categorising.switched(self._known, holds=holds))

    def _originated(self, origin: object) -> None:
        if self._known is not None:
            told = origin if isinstance(origin, str) else None
            self.edited.emit(categorising.originated(self._known, told))

    def _lead(self) -> None:
        if self._known is not None and self._known.question:
            self.jump.emit(Target(Where.QUESTION, self._known.question))

    def _arrange(self) -> None:
        right = self._right = QHBoxLayout()
        right.setSpacing(8)
        for widget in (self._told, self.field, self._unit, self.switch, self.origin):
            right.addWidget(widget)
        right.addWidget(self._way)
        right.addStretch(1)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.addWidget(self._label, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.addWidget(self._fault, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)


class FactsPanel(Panel):
    """The figures of the chosen activities; the others are folded.

    Signals: ``edited`` with an ``Edit``; ``jump`` with a ``Target``; ``resized`` after its height
    may have changed.
    """

    edited = Signal(object)
    jump = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.rows: dict[str, FactRow] = {}
        self._found: Categorised | None = None
        self._shows_all = False
        self._all = KeyButton(kind="link", small=True)
        self._all.setObjectName("all_facts")
        self._all.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._all.clicked.connect(self._unfold)
        self.body.setSpacing(2)
        self.body.addWidget(self._all)

    def show_found(self, found: Categorised) -> None:
        """Show the figures and what is known of them."""
        self._found = found
        first = found.facts_for()
        rest = [name for name in found.known if name not in first]
        self._order([*first, *(rest if self._shows_all else [])])
        for name, row in self.rows.items():
            row.show_known(found.known[name])
        QTimer.singleShot(0, self, self._align)  # the words have their sizes once they are shown
        self.set_title(_("Figures that decide"))
        text = _("Show the others: {count}").format(count=len(rest))
        self._all.set_text(_("Fold the others") if self._shows_all else text)
        self._all.setVisible(bool(rest))

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [*(w for row in self.rows.values() for w in row.tab_widgets()), self._all]

    def commit(self) -> None:
        """Hand over what is being typed."""
        for row in self.rows.values():
            row.commit()

    def _align(self) -> None:
        widest = max((row.needed for row in self.rows.values()), default=0)
        for row in self.rows.values():
            row.keep_right(widest)

    def _order(self, names: Sequence[str]) -> None:
        """Make the rows those of some figures, in their order; rows that stay are kept."""
        if list(self.rows) == list(names):
            return
        for name in [name for name in self.rows if name not in names]:
            row = self.rows.pop(name)
            row.commit()
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {name: self.rows.get(name) or self._made(name) for name in names}
        for place, row in enumerate(self.rows.values()):
            self.body.insertWidget(place, row)
            row.show()
        self.resized.emit()

    def _made(self, name: str) -> FactRow:
        row = FactRow(name, self)
        row.edited.connect(self.edited)
        row.jump.connect(self.jump)
        return row

    def _unfold(self) -> None:
        self._shows_all = not self._shows_all
        if self._found is not None:
            self.show_found(self._found)
