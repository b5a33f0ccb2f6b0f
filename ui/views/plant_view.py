"""The plant card: the answers of the checklist as people think of a plant, sheet by sheet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _, language
from kta_desktop.services import plant_card
from kta_desktop.services.plant_card import Count, Sheet
from ui.undo import AuditEditor
from ui.widgets.card_secret import KEY as SECRET_KEY
from ui.widgets.chip import Chip
from ui.widgets.edited_page import EditedPage
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.plant_category import WRITE_KEY, CategoryPart
from ui.widgets.plant_sheet import PlantSheet
from ui.widgets.plant_sheets import PlantSheets, SheetLine
from ui.widgets.plant_table import PlantTable
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.services import pasting
    from kta_desktop.services.pasting_text import Cells
    from ui.widgets.grid_clipboard import Take

NARROW = 1000
CHECKLIST_KEY = "F3"
_SHEETS_WIDTH = 232


class PlantView(EditedPage):
    """Sheets at the left, one of them beside; in a narrow window the sheets are one line above.

    Signals:
        title_changed: The title may have changed.
    """

    title_changed = Signal()

    def __init__(self, editor: AuditEditor, parent: QWidget | None = None) -> None:
        super().__init__("plant", editor, parent)
        self.setProperty("ground", "bg")
        self._is_narrow = False
        self._sheets = {sheet.id: sheet for sheet in plant_card.sheets(editor.state.definition)}
        self._name = next(iter(self._sheets))
        self._counts: dict[str, Count] = {}
        self._recount(self._sheets)
        self.list = PlantSheets(self)
        self.sheet = PlantSheet(editor, self)
        self._category: CategoryPart | None = None
        self._title = Label("", "title")
        self._filled = Chip()
        self._way = KeyButton(key=CHECKLIST_KEY, icon="list-checks", small=True)
        self._way.setObjectName("sheet_to_checklist")
        self._way.clicked.connect(self.to_checklist)
        self._arrange()
        self._follow_width()
        self._connect()
        self._bind()
        self.retranslate()
        self.show_sheet(self._name)

    @property
    def current(self) -> Sheet:
        """The sheet that is shown."""
        return self._sheets[self._name]

    @property
    def category(self) -> CategoryPart:
        """What the sheet of the category has above its questions; made when first wanted."""
        if self._category is None:
            self._category = CategoryPart(self.editor, self)
            self._category.hide()
            self._category.jump.connect(self.jump)
            self._category.said.connect(self.said)
        return self._category

    def title(self) -> str:
        """Return the name of the page."""
        return _("Plant")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the focused widget and what they do, most used first."""
        own = [(CHECKLIST_KEY, _("in the checklist")), ("Ctrl+Tab", _("next sheet"))]
        if self._name == plant_card.CATEGORY:
            own.insert(0, (WRITE_KEY, _("write the category")))
        if isinstance(self.sheet.current, PlantTable):
            own = [("Ins", _("row")), ("F2", _("edit cell")), *own]
        elif self.sheet.open_card is not None:
            card = [("F8", _("evidence")), ("F9", _("note")), (SECRET_KEY, _("trade secret"))]
            own = [("Enter", _("next")), *card, *own]
        own += [("F6", _("next pane")), ("Ctrl+Z", _("undo"))]
        return [*own, ("Ctrl+H", _("history of the answer"))]

    def focus_first(self) -> None:
        """Put the focus into the sheet."""
        self.sheet.focus_first()

    def show_sheet(self, name: str) -> None:
        """Show a sheet."""
        self._name = name
        lead = self.category if name == plant_card.CATEGORY else None
        if lead is not None:
            self.category.refresh()
        self.sheet.show_sheet(self.current, lead)
        self._show_head()
        self.keys_changed.emit()

    def here(self) -> Target:
        """Return the place of the sheet that is shown."""
        return Target(Where.PLANT, self._name)

    def show_target(self, target: Target) -> None:
        """Go to a sheet by its name, or to the place of a question on whatever sheet it is."""
        if target.key in self._sheets:
            self.show_sheet(target.key)
            self.focus_first()
            return
        sheet = plant_card.sheet_of(self.editor.state.definition, target.key)
        if sheet is not None:
            self.show_sheet(sheet)
            self.sheet.show_address(target.key)

    def step_sheet(self, by: int) -> None:
        """Show the next (1) or previous (-1) sheet, the first behind the last."""
        self.commit()
        names = list(self._sheets)
        self.show_sheet(names[(names.index(self._name) + by) % len(names)])
        self.focus_first()

    def to_checklist(self) -> None:
        """Go to where the checklist asks what one works in."""
        self.commit()
        target = self.sheet.target()
        if target is not None:
            self.jump.emit(target)

    def show_history(self) -> None:
        """Show who changed what one works in, when and from what to what."""
        from ui.dialogs.history_dialog import HistoryDialog

        self.commit()
        target = self.sheet.target()
        if target is not None:
            HistoryDialog(self.editor, target.key, self.editor.runner, self).open()

    def next_pane(self) -> None:
        """Take the focus from the sheets to the one that is shown, and back."""
        if self.list.has_focus():
            self.focus_first()
        else:
            self.commit()
            self.list.focus()

    @override
    def commit(self) -> None:
        self.sheet.commit()
        if self._category is not None:
            self._category.commit()

    def preview_paste(
        self, cells: "Cells", sheet: "pasting.Sheet", table: QWidget, take: "Take"
    ) -> None:
        """Show what is pasted into a table before it is written."""
        from ui.dialogs.paste_preview import show_preview

        show_preview(cells, sheet, table, take)

    def retranslate(self) -> None:
        """Show the texts of program and checklist in the interface language."""
        self.setAccessibleName(self.title())
        self.list.retranslate()
        if self._category is not None:
            self._category.retranslate()
        self.sheet.retranslate()
        self._way.set_text(_("In the checklist"))
        self._show_head()
        self.title_changed.emit()
        self.keys_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() <= NARROW
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._follow_width()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.list.combo, 1)
        head.addWidget(self._filled)
        head.addWidget(self._way)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.sheet, 1)
        self._panes = QSplitter(self)
        self._panes.setHandleWidth(1)
        self._panes.addWidget(self.list)
        self._panes.addWidget(right)
        self._panes.setStretchFactor(1, 1)
        self._panes.setCollapsible(1, False)
        self._panes.setSizes([_SHEETS_WIDTH, 900])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._panes)

    def _connect(self) -> None:
        self.editor.changed.connect(self._follow)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(lambda _name: self.focus_first())
        self.sheet.jump.connect(self.jump)
        self.sheet.moved.connect(self.keys_changed)
        self.sheet.ended.connect(self.step_sheet)

    def _bind(self) -> None:
        for keys, act in (
            ("Ctrl+Tab", lambda: self.step_sheet(1)),
            ("Ctrl+Shift+Tab", lambda: self.step_sheet(-1)),
            ("Ctrl+PgDown", lambda: self.step_sheet(1)),
            ("Ctrl+PgUp", lambda: self.step_sheet(-1)),
            (CHECKLIST_KEY, self.to_checklist),
            ("Ctrl+H", self.show_history),
            ("F6", self.next_pane),
            ("F8", self._add_evidence),
            ("F9", self._open_note),
            (SECRET_KEY, self._toggle_secret),
            ("Alt+Y", self._confirm),
            (WRITE_KEY, self._write_category),
            ("Ctrl+Return", self._write_category),  # Enter is the one of the number pad
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
        ):
            bind(self, keys, act, PAGE)

    def _choose(self, name: str) -> None:
        if name != self._name:
            self.commit()
            self.show_sheet(name)

    def _follow(self, addresses: frozenset[str]) -> None:
        """Show what changed; records such as figures of the category have no address."""
        touched = {address.partition("/")[0] for address in addresses}
        self._recount(
            name for name, sheet in self._sheets.items() if not touched.isdisjoint(sheet.questions)
        )
        self.sheet.refresh(addresses)
        if self._name == plant_card.CATEGORY:
            self.category.refresh()
        self._show_head()

    def _add_evidence(self) -> None:
        if self.sheet.open_card is not None:
            self.sheet.open_card.add_evidence()

    def _open_note(self) -> None:
        if self.sheet.open_card is not None:
            self.sheet.open_card.open_note()

    def _toggle_secret(self) -> None:
        if self.sheet.open_card is not None:
            self.sheet.open_card.toggle_secret()

    def _confirm(self) -> None:
        part = self.sheet.current
        if isinstance(part, PlantTable):
            part.messages.ask_reason()
        elif part is not None:
            part.ask_reason()

    def _write_category(self) -> None:
        if self._name == plant_card.CATEGORY:
            self.category.write()

    def _follow_width(self) -> None:
        """Put a line in place of the title in a narrow window, and the list beside it again."""
        self.list.set_narrow(narrow=self._is_narrow)
        self._title.setVisible(not self._is_narrow)
        self._panes.setSizes([_SHEETS_WIDTH, 900])

    def _recount(self, names: Iterable[str]) -> None:
        for name in names:
            self._counts[name] = plant_card.count(self.editor.state, self._sheets[name])

    def _show_head(self) -> None:
        lang, counts = language(), self._counts
        self._title.setText(self.current.title.get(lang))
        count = counts[self._name]
        self._filled.show_state(
            _("{answered} of {total}").format(answered=count.answered, total=count.total),
            "",
            "plain",
        )
        self._filled.setVisible(count.total > 0)
        lines = [
            SheetLine(name, sheet.title.get(lang), *_state(counts[name]))
            for name, sheet in self._sheets.items()
        ]
        self.list.show_lines(lines, self._name)


def _state(count: Count) -> tuple[str, str, str]:
    """Return how far a sheet is, in digits, and the picture of it with its colour."""
    if not count.total:
        icon = ("circle-dashed", "tx2") if count.rows else ("circle", "tx3")
        return str(count.rows), *icon
    said = f"{count.answered}/{count.total}"
    if count.answered == count.total:
        return said, "circle-check", "ok"
    icon = ("circle-dashed", "tx2") if count.answered or count.rows else ("circle", "tx3")
    return said, *icon
