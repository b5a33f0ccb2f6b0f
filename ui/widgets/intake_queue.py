"""The queue of the centre: versions that came in, each with its state and a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from ui.models import intake_words
from ui.models.intake import Standing, Version
from ui.widgets.intake_list import ListPane
from ui.widgets.panel import Panel

WAITING, STOPPED, DONE = "waiting", "stopped", "done"
_GROUPS = {
    WAITING: (Standing.WAITING,),
    STOPPED: (Standing.HELD, Standing.REFUSED),
    DONE: (Standing.RETURNED, Standing.ACCEPTED),
}


class QueuePanel(Panel):
    """Versions to review, versions that were stopped, versions that were reviewed.

    Signals:
        chosen: key of the version that is now chosen; None if there is none.
        entered: A row was entered or double-clicked.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._versions: tuple[Version, ...] = ()
        self.pane = ListPane("intakeQueue", tuple(_GROUPS))
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(self.pane, 1)
        self.pane.filtered.connect(self._show)
        self.pane.list.chosen.connect(self.chosen)
        self.pane.list.opened.connect(lambda _item: self.entered.emit())
        self.retranslate()

    def focus_first(self) -> None:
        """Give the keyboard to the rows."""
        self.pane.focus_first()

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show versions; the one that is chosen stays chosen, wherever it went."""
        kept, self._versions = self.version(), tuple(versions)
        moved = next((one for one in versions if kept is not None and one.key == kept.key), None)
        if moved is not None:
            self.pane.choose(_group(moved))
        elif not self._of(self.pane.chosen):
            self.pane.choose(next((name for name in _GROUPS if self._of(name)), WAITING))
        self._show()

    def version(self) -> Version | None:
        """Return the version that is chosen; None if none is."""
        key = self.pane.list.item()
        return next((one for one in self._versions if one.key == key), None)

    def choose(self, key: str) -> None:
        """Choose a version, in whichever group it is."""
        for one in self._versions:
            if one.key == key:
                self.pane.choose(_group(one))
                self.pane.list.choose(key)

    def has_focus(self) -> bool:
        """Whether the keyboard is in the list."""
        return self.pane.isAncestorOf(self.focusWidget() or self) and self.pane.list.hasFocus()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(_("Versions that came in"))
        self.pane.list.setAccessibleName(_("Versions that came in"))
        self._show()

    def _of(self, group: str) -> list[Version]:
        return [one for one in self._versions if one.standing in _GROUPS[group]]

    def _show(self) -> None:
        words = (_("Waiting: {count}"), _("Stopped: {count}"), _("Done: {count}"))
        counts = [len(self._of(name)) for name in _GROUPS]
        self.pane.name_filters([w.format(count=n) for w, n in zip(words, counts, strict=True)])
        empty = {
            WAITING: _("Nothing waits for a review. F5 looks at all places for what came."),
            STOPPED: _("Nothing is held and nothing was refused."),
            DONE: _("No version was reviewed yet."),
        }
        rows = [intake_words.queue_row(one) for one in self._of(self.pane.chosen)]
        self.pane.show_rows(rows, empty[self.pane.chosen])


def _group(version: Version) -> str:
    return next(name for name, standings in _GROUPS.items() if version.standing in standings)
