"""Looking at the evidence of a question inside the program, and saying what it shows."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import evidence_rules, packs
from kta_desktop.services.answering import Edit
from ui.attaching import Picture
from ui.dialogs.page_parts import open_at
from ui.theme.tokens import MARGIN
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.card_secret import KEY as SECRET_KEY
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.picture_view import PictureView
from ui.widgets.shortcuts import bind

_SIZE = (980, 720)  # px
_WHOLE_PX = 2400  # as large as a screen shows it
_POINTS_PX = 20_000  # larger than any picture that is taken: each of its points
_HASH_SHOWN = 12


class EvidenceViewer(QDialog):
    """The attachments of one question, one after the other.

    Signals: ``open_wanted`` with a document that another program is to show.
    """

    open_wanted = Signal(object)

    def __init__(
        self, editor: AuditEditor, address: str, evidence_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_viewer")
        self._editor, self._address, self._shown = editor, address, evidence_id
        self._item: Evidence | None = None
        self.picture = PictureView()
        self.facts = Label("", "second", "tx2")
        self.caption = Labelled(QLineEdit(), _("Caption"))
        self.caption.field.setObjectName("caption")
        self.kind = Labelled(QComboBox(), _("Kind of evidence"))
        self.kind.field.setObjectName("kind")
        self.banner = Banner()
        self._buttons = self._made_buttons()
        self._kinds = [""] + [kind.id for kind in packs.evidence_kinds()]
        self.kind.field.addItem(_("not told"))
        self.kind.field.addItems([kind.label.get(language()) for kind in packs.evidence_kinds()])
        self._arrange()
        self.caption.field.editingFinished.connect(self._describe)
        self.kind.field.activated.connect(self._describe)
        editor.changed.connect(self._follow)
        editor.failed.connect(self.banner.show_error)
        open_at(self, *_SIZE)
        self._show()
        self.picture.setFocus()

    @property
    def item(self) -> Evidence | None:
        """The attachment that is shown."""
        return self._item

    def step(self, by: int) -> None:
        """Show the next (1) or previous (-1) attachment; it goes round."""
        items = self._items()
        self._describe()
        place = self._place(items)
        if items:
            self._shown = items[(place + by) % len(items)].id
            self._show()

    def toggle_points(self) -> None:
        """Show the picture point by point, or whole again."""
        item = self._item
        if item is None or not item.is_image:
            return
        self.picture.set_whole(whole=not self.picture.is_whole)
        self._load(item)
        self._word()

    def remove(self) -> None:
        """Take the attachment off and show its neighbour; undo brings it back."""
        items = self._items()
        place = self._place(items)
        self._editor.attachments.detach(self._address, self._shown)
        left = self._items()
        if not left:
            self.accept()
            return
        self._shown = left[min(place, len(left) - 1)].id
        self._show()

    def toggle_secret(self) -> None:
        """Say that the attachment is a trade secret, or that it is none."""
        item = self._item
        if item is not None:
            self._describe()
            after = Secrecy(is_secret=not self._is_secret(item)).to_json()
            self._editor.submit([Edit(fieldpath.confidential(self._address, item.id), after)])
            self._show()

    def save_copy(self) -> None:
        """Write the original to a place that is asked for."""
        item = self._item
        if item is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save a copy of the original"), item.name
        )
        if name:
            self._editor.attachments.copy(item.sha256, Path(name), self, self._say_copied)

    @override
    def done(self, result: int) -> None:
        self._describe()
        super().done(result)

    def _is_secret(self, item: Evidence) -> bool:
        return evidence_rules.secrecy(self._editor.state, self._address, item).is_secret

    def _items(self) -> Sequence[Evidence]:
        return self._editor.state.evidence(self._address)

    def _place(self, items: Sequence[Evidence]) -> int:
        return next((n for n, item in enumerate(items) if item.id == self._shown), 0)

    def _show(self) -> None:
        items = self._items()
        self._item = item = items[self._place(items)]
        self._shown = item.id
        self.banner.clear()
        self.caption.field.setText(item.caption)
        known = item.kind in self._kinds
        self.kind.field.setCurrentIndex(self._kinds.index(item.kind) if known else 0)
        self.picture.set_whole(whole=True)
        self._show_facts(item, has_position=False)
        if item.is_image:
            self.picture.show_sign("image", _("The picture is being read."))
            self._load(item)
        else:
            self.picture.show_sign("file-text", _("A document: another program shows it."))
        self._word()

    def _load(self, item: Evidence) -> None:
        size = _WHOLE_PX if self.picture.is_whole else _POINTS_PX

        def loaded(picture: Picture) -> None:
            if self._shown == item.id:
                self.picture.show_image(picture.image)
                self._show_facts(item, has_position=picture.has_position)

        def failed(error: KtaError) -> None:
            if self._shown == item.id:
                self.picture.show_sign("file-warning", _("The picture cannot be shown."))
                self.banner.show_error(error)

        self._editor.attachments.load_picture(item.sha256, size, self, loaded, failed)

    def _show_facts(self, item: Evidence, *, has_position: bool) -> None:
        lang = language()
        taken = formatting.datetime_(item.taken_at, lang) if item.taken_at else ""
        facts = [
            item.name,
            formatting.size(item.size, lang),
            _("taken {time}").format(time=taken) if taken else _("the time is not in the file"),
            f"SHA-256 {item.sha256[:_HASH_SHOWN]}…",
        ]
        if self._is_secret(item):
            facts.append(_("Trade secret"))
        if has_position:
            facts.append(_("the place is in the original"))
        self.facts.setText(" · ".join(facts))

    def _follow(self, addresses: frozenset[str]) -> None:
        """Show what an undo, or another window, changed."""
        if self._address not in addresses:
            return
        items = self._items()
        if not items:
            self.accept()
        elif self._item not in items:
            self._show()

    def _describe(self) -> None:
        item = self._item
        if item is None or item not in self._items():
            return
        caption = self.caption.field.text().strip()
        kind = self._kinds[self.kind.field.currentIndex()]
        if item.kind not in self._kinds and not kind:
            kind = item.kind  # of a newer version of the program: left as it is
        if (caption, kind) != (item.caption, item.kind):
            self._editor.attachments.describe(self._address, item, caption=caption, kind=kind)

    def _say_copied(self, path: Path) -> None:
        self.banner.show_message("ok", _("The copy is written to {path}.").format(path=path))

    def _made_buttons(self) -> dict[str, KeyButton]:
        made = {}
        for name, key, icon, act in (
            ("previous", "PgUp", "chevron-left", lambda: self.step(-1)),
            ("next", "PgDown", "chevron-right", lambda: self.step(1)),
            ("points", "F3", "search", self.toggle_points),
            ("open", "Ctrl+O", "file-text", self._open),
            ("secret", SECRET_KEY, "lock", self.toggle_secret),
            ("copy", "Ctrl+S", "save", self.save_copy),
            ("remove", "Del", "trash-2", self.remove),
            ("close", "Esc", "", self.accept),
        ):
            button = KeyButton(key=key, icon=icon, kind="primary" if name == "close" else "plain")
            button.setObjectName(f"evidence_{name}")
            button.clicked.connect(lambda *_args, act=act: act())
            if key != "Esc":
                bind(self, key, button.click)
            made[name] = button
        return made

    def _open(self) -> None:
        if self._item is not None:
            self.open_wanted.emit(self._item)

    def _word(self) -> None:
        item, items = self._item, self._items()
        if item is None:
            return
        number = self._editor.state.question(self._address).number
        title = _("Evidence for {number}: {place} of {count}")
        self.setWindowTitle(
            title.format(number=number, place=self._place(items) + 1, count=len(items))
        )
        self.picture.setAccessibleName(_("Evidence: {name}").format(name=item.name))
        buttons = self._buttons
        for name in ("previous", "next"):
            buttons[name].setVisible(len(items) > 1)
        buttons["previous"].set_text(_("Previous"))
        buttons["next"].set_text(_("Next"))
        points = _("Point by point") if self.picture.is_whole else _("Whole picture")
        buttons["points"].set_text(points)
        buttons["points"].setVisible(item.is_image)
        buttons["open"].set_text(_("Open in another program"))
        buttons["open"].setVisible(not item.is_image)
        is_secret = self._is_secret(item)
        buttons["secret"].set_text(_("No trade secret") if is_secret else _("Trade secret"))
        buttons["copy"].set_text(_("Save a copy…"))
        buttons["remove"].set_text(_("Take off"))
        buttons["close"].set_text(_("Close"))

    def _arrange(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.caption, 3)
        fields.addWidget(self.kind, 2)
        acts = FlowLayout(right=True)
        for button in self._buttons.values():
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self.picture, 1)
        column.addWidget(self.facts)
        column.addLayout(fields)
        column.addLayout(acts)
