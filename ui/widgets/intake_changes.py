"""What changed since the version reviewed before, and every question, to comment on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.comments import CommentState
from kta_desktop.services.review_drafts import Draft
from kta_desktop.services.revisions import Revised
from ui.models import intake_words
from ui.models.intake import Facts, Reviewed
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.intake_list import ListPane
from ui.widgets.label import Label
from ui.widgets.panel import Panel

CHANGED, REMARKED, ASKED = "changed", "remarked", "asked"


class ChangesPanel(Panel):
    """Rows of what changed; of one of them, or of any question, a comment can be made.

    Signals:
        comment_wanted: path of the row that was entered.
        against_wanted: number of the version to compare with.
        chosen: A row was chosen.
    """

    comment_wanted = Signal(str)
    against_wanted = Signal(int)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Reviewed | None = None
        self._draft = Draft()
        self._name = Label("", "panel")
        self._facts = QWidget()
        self._flow = FlowLayout(self._facts, gap=6)
        self._chips: list[Chip] = []
        self._against = QComboBox()
        self._against.setObjectName("intakeAgainst")
        self.pane = ListPane("intakeChanges", (CHANGED, REMARKED, ASKED), searched=True)
        self._arrange()
        self.pane.filtered.connect(self._show_rows)
        self.pane.list.opened.connect(lambda path: self.comment_wanted.emit(str(path)))
        self.pane.list.chosen.connect(lambda _item: self.chosen.emit())
        self._against.activated.connect(self._compare)

    def focus_first(self) -> None:
        """Give the keyboard to the rows."""
        self.pane.focus_first()

    def show_version(self, shown: Reviewed) -> None:
        """Show a version in full."""
        before = self._shown.version if self._shown is not None else None
        now = shown.version
        is_other = before is None or (before.key, before.revision) != (now.key, now.revision)
        self._shown, self._draft = shown, shown.draft
        if is_other:
            self.pane.field.clear()
            self.pane.choose(CHANGED if shown.changed else ASKED)
        self._show_head()
        self._show_rows()

    def show_draft(self, draft: Draft) -> None:
        """Mark the rows that the review speaks of."""
        if {one.path for one in draft.written} != {one.path for one in self._draft.written}:
            self._draft = draft
            self._show_rows()

    def path(self) -> str:
        """Return the path of the chosen row; empty if none is."""
        return str(self.pane.list.item() or "")

    def address(self) -> str:
        """Return the address of the question of the chosen row; empty if it has none."""
        path = self.path()
        for one in self._shown.changed if self._shown is not None else ():
            if one.path == path:
                return one.address
        return path

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._against.setAccessibleName(_("Compared with"))
        self.pane.field.set_name(_("Number or words"))
        self.pane.list.setAccessibleName(_("What changed"))
        if self._shown is not None:
            self._show_head()
            self._show_rows()

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self._name)
        texts.addWidget(self._facts)
        texts.setContentsMargins(PADDING, 8, PADDING, 4)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(texts)
        self.pane.bar.addWidget(self._against)
        self.body.addWidget(self.pane, 1)

    def _show_head(self) -> None:
        shown = self._shown
        if shown is None:
            return
        version = shown.version
        text = _("{audit}, version {revision}")
        name = text.format(audit=version.number, revision=version.revision)
        self._name.setText(f"{name} · {version.plant}" if version.plant else name)
        self._show_facts(shown.facts)
        box = self._against
        box.clear()
        for number in shown.others:
            box.addItem(_("since version {number}").format(number=number), number)
        box.setCurrentIndex(box.findData(shown.against))
        self._against.setVisible(bool(shown.others))

    def _show_facts(self, facts: Facts) -> None:
        marks = intake_words.fact_marks(facts)
        while len(self._chips) < len(marks):
            self._chips.append(Chip())
            self._flow.addWidget(self._chips[-1])
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(marks))
            if place < len(marks):
                chip.show_state(*marks[place])
        self._facts.setVisible(bool(marks))

    def _show_rows(self) -> None:
        shown = self._shown
        if shown is None:
            return
        remarked = self._remarked(shown)
        words = (_("Changed: {count}"), _("Commented: {count}"), _("All questions: {count}"))
        counts = (len(shown.changed), len(remarked), len(shown.asked))
        self.pane.name_filters([w.format(count=n) for w, n in zip(words, counts, strict=True)])
        if self.pane.chosen == ASKED:
            found = intake_words.found(shown.asked, self.pane.typed)
            self.pane.show_rows(
                intake_words.asked_rows(found, self._draft, shown.comments),
                _("No question holds these words."),
            )
            return
        changed = remarked if self.pane.chosen == REMARKED else shown.changed
        kept = intake_words.filtered(changed, self.pane.typed)
        rows = intake_words.change_rows(kept, self._draft, shown.comments)
        self.pane.show_rows(rows, self._when_empty(shown))

    def _remarked(self, shown: Reviewed) -> Sequence[Revised]:
        """Return the changes that a comment is on: a new one, or one that is not resolved."""
        paths = {one.path for one in self._draft.written}
        paths |= {c.path for c in shown.comments if c.state is not CommentState.RESOLVED}
        return [one for one in shown.changed if paths & {one.path, one.address}]

    def _when_empty(self, shown: Reviewed) -> str:
        if self.pane.typed:
            return _("No change holds these words.")
        if self.pane.chosen == REMARKED:
            return _("There is no comment on what changed.")
        if not shown.against:
            return _("This is the first version. Look at its questions under «All questions».")
        return _("Nothing differs from version {number}.").format(number=shown.against)

    def _compare(self, place: int) -> None:
        number = self._against.itemData(place)
        if self._shown is not None and number != self._shown.against:
            self.against_wanted.emit(number)
