"""The middle of the print page: how the chosen document is printed, and which parts of it."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from kta_desktop.services.print_centre import SectionLine, SessionLine, Stock
from kta_desktop.services.printing import Kind
from ui.models.print_choices import OTHERS, Choices
from ui.theme.tokens import PADDING
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.link_line import LinkLine
from ui.widgets.panel import Panel
from ui.widgets.print_options import PrintOptions
from ui.widgets.tick_list import TickLine, TickList

_LEAST = 60  # px of the options that are always seen
_LEAST_PARTS = 48  # px of the list: what is warned of below it is read whole
Pages = Mapping[str, int]
"""Name of a section or id of a session to the number of its pages."""


class _Squeezed(QScrollArea):
    """As high as what is in it; scrolls where there is less room."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)  # Qt fills what it is given
        inner.installEventFilter(self)

    @override
    def sizeHint(self) -> QSize:
        width = self.viewport().width() or self._inner.sizeHint().width()
        layout = self._inner.layout()
        needed = layout.totalHeightForWidth(width) if layout is not None else -1
        height = needed if needed >= 0 else self._inner.sizeHint().height()
        return QSize(self._inner.minimumSizeHint().width(), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._inner.minimumSizeHint().width(), _LEAST)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class PrintPanel(Panel):
    """Options above, sections or sessions below them.

    Signals: ``changed`` with ``Choices`` after a person changed one.

    Attributes:
        options: The choices above.
        parts: Sections or sessions with tick boxes.
    """

    changed = Signal(object)

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._choices, self._stock = choices, Stock(number="")
        self._pages: Pages = {}
        self._whole = 0
        self.options = PrintOptions(choices)
        self.parts = TickList()
        self.parts.setObjectName("printParts")
        self.parts.setMinimumHeight(_LEAST_PARTS)
        self._name, self._sum = (
            Label("", "panel", wrap=False),
            Label("", "second", "tx2", wrap=False),
        )
        self._all, self._open = LinkLine(self), LinkLine(self)
        self._all.setObjectName("tickAll")
        self._open.setObjectName("tickOpen")
        self._note = Banner()
        self._fold = KeyButton("", "", "chevron-up", small=True)
        self._fold.setObjectName("foldOptions")
        self._is_folded = self._is_low = False
        self._brief = Label("", "second", "tx2")
        self._build()
        self.options.changed.connect(self._chosen)
        self.parts.ticked.connect(lambda: self._leave_out(self.parts.without()))
        self._all.clicked.connect(self._tick_all)
        self._open.clicked.connect(self._tick_open)

    def show_stock(self, stock: Stock) -> None:
        """Show which sections and sessions there are."""
        self._stock = stock
        self._show()

    def show_choices(self, choices: Choices) -> None:
        """Show choices without a signal."""
        self._choices = choices
        self.options.show_choices(choices)
        self._show()

    def show_pages(self, pages: Pages, whole: int) -> None:
        """Show how many pages each part has, and the document; ``whole`` 0: not known."""
        self._pages, self._whole = pages, whole
        self._show()

    def fold(self, *, folded: bool) -> None:
        """Show the options in one line of words, or whole."""
        self._is_folded = folded
        self._show()

    def set_low(self, *, low: bool) -> None:
        """Show either the options or the parts, where there is no height for both."""
        if low != self._is_low:
            self._is_low = low
            self.fold(folded=low)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.options.retranslate()
        self._show()

    def _build(self) -> None:
        head = QFrame()
        head.setObjectName("panelFoot")
        row = QVBoxLayout(head)
        row.setContentsMargins(PADDING, 6, 8, 6)
        flow = FlowLayout(gap=8)
        for item in (self._name, self._sum, self._all, self._open):
            flow.addWidget(item)
        row.addLayout(flow)
        self._head = head
        inner = QWidget()
        above = QVBoxLayout(inner)
        above.setContentsMargins(PADDING, 8, PADDING, 8)
        above.addWidget(self.options)
        self._top = _Squeezed(inner)
        self.add_action(self._fold)
        self._fold.clicked.connect(lambda: self.fold(folded=not self._is_folded))
        self._brief.setContentsMargins(PADDING, 8, PADDING, 8)
        note = QVBoxLayout()
        note.setContentsMargins(PADDING, 6, PADDING, PADDING)
        note.addWidget(self._note)
        self._foot = QWidget()
        self._foot.setLayout(note)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        for part in (self._brief, self._top, head):
            self.body.addWidget(part)
        self.body.addWidget(self.parts, 1)
        self.body.addWidget(self._foot)
        self._slack = QSpacerItem(0, 0)
        self.body.addItem(self._slack)

    def _chosen(self, choices: Choices) -> None:
        self._choices = replace(choices, without=self._choices.without)
        self._show()
        self.changed.emit(self._choices)

    def _leave_out(self, names: frozenset[str]) -> None:
        self._choices = self._choices.leaving_out(names, self._stock)
        self._show()
        self.changed.emit(self._choices)

    def _tick_all(self) -> None:
        names = frozenset(line.name for line in self._lines())
        self._leave_out(frozenset() if names & self._choices.without else names)

    def _tick_open(self) -> None:
        done = (line.name for line in self._stock.sections if line.is_complete)
        self._leave_out(frozenset(done))

    def _lines(self) -> list[TickLine]:
        if self._choices.by_section:
            return [self._section(line) for line in self._stock.sections]
        lines = [self._session(line) for line in self._stock.sessions]
        if OTHERS in self._choices.names(self._stock):
            text = (
                _("Planned samples")
                if self._choices.kind is Kind.SAMPLING
                else _("Laboratory protocols")
            )
            lines.append(TickLine(OTHERS, text, self._right(OTHERS)))
        return lines if self._choices.by_session else []

    def _section(self, line: SectionLine) -> TickLine:
        text = f"{line.number}. {line.title.get(language())}"
        wrong = _("Input error: {numbers}").format(numbers=", ".join(line.faults))
        return TickLine(line.name, text, self._right(line.name), wrong if line.faults else "")

    def _session(self, line: SessionLine) -> TickLine:
        lang = language()
        names = [name.get(lang) or name.get("ru", "") for name in line.names]
        told = (
            ", ".join(filter(None, names)),
            line.place,
            datetime_(line.started_at, lang, seconds=False),
        )
        return TickLine(line.id, " · ".join(filter(None, told)), self._right(line.id))

    def _right(self, name: str) -> str:
        pages = self._pages.get(name, 0)
        return _("{count} pages").format(count=pages) if pages else ""

    def _show(self) -> None:
        lines, choices = self._lines(), self._choices
        has_parts = bool(choices.names(self._stock)) and (self._is_folded or not self._is_low)
        for part in (self._head, self.parts):
            part.setVisible(has_parts)
        free = QSizePolicy.Policy.Fixed if has_parts else QSizePolicy.Policy.Expanding
        self._slack.changeSize(0, 0, QSizePolicy.Policy.Minimum, free)
        self.body.invalidate()
        self._show_fold()
        self.parts.show_lines(lines, choices.without)
        name = _("Sections") if choices.by_section else _("Sessions")
        self._name.setText(name)
        self.parts.setAccessibleName(name)
        chosen = [line.name for line in lines if line.name not in choices.without]
        told = _("{number} of {total}").format(number=len(chosen), total=len(lines))
        pages = _("{count} pages").format(count=self._whole) if self._whole else ""
        self._sum.setText(" · ".join(filter(None, (told, pages))))
        is_all = len(chosen) == len(lines)
        self._all.show_link("", _("None of them") if is_all else _("All of them"))
        self._open.show_link("", _("Incomplete ones"))
        self._open.setVisible(choices.by_section)
        self._warn(frozenset(chosen))

    def _show_fold(self) -> None:
        has_parts = bool(self._choices.names(self._stock))  # else there is room for the options
        is_folded = self._is_folded and has_parts
        self._top.setVisible(not is_folded)
        self._brief.setVisible(is_folded)
        self._brief.setText(self.options.brief())
        self._fold.setVisible(has_parts)
        self._fold.set_icon("chevron-down" if is_folded else "chevron-up")
        self._fold.set_tip(_("Show the options") if self._is_folded else _("Fold the options"))

    def _warn(self, chosen: frozenset[str]) -> None:
        """Say which of the sections will be printed with an input error."""
        wrong = [line for line in self._stock.sections if line.faults and line.name in chosen]
        wrong = wrong if self._choices.by_section else []
        is_told = bool(wrong) and self.parts.isVisibleTo(self) and self._choices.has_filled
        self._foot.setVisible(is_told)
        if not is_told:
            self._note.clear()
            return
        numbers = ", ".join(number for line in wrong for number in line.faults)
        if len(wrong) == 1 and len(wrong[0].faults) == 1:
            text = _(
                "Section {section} has an input error ({numbers}). "
                "It will be printed as “not confirmed”."
            ).format(section=wrong[0].number, numbers=numbers)
        else:
            text = _(
                "There are input errors ({numbers}). They will be printed as “not confirmed”."
            ).format(numbers=numbers)
        self._note.show_message("warning", text)
