"""What the centre is asked before it decides: about keys, assignments and packs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.dialogs.assign_dialog import AssignDialog
from ui.dialogs.key_register import AcceptKeyDialog, OwnCardDialog, RevokeKeyDialog
from ui.dialogs.publish_pack import PublishPackDialog

if TYPE_CHECKING:
    from kta_desktop.domain.audit import NewAudit
    from kta_desktop.services.packs import PackInfo
    from kta_desktop.services.register import KeyRow
    from ui.models.register_source import Handing, OwnCard, RegisterSource
    from ui.tasks import TaskRunner

AskCard = Callable[[QWidget], str]


class CentreDesk(QObject):
    """Opens the dialogs over ``page`` and does what they were closed with.

    Signals:
        done: a sentence; what is shown has to be read again.
        freed: Versions that were held for a key can be taken in now.
        brought: fingerprint of the key whose card was imported.
        failed: the KtaError of what could not be read.
        waiting: a sentence about what is being read before a window can open.

    Attributes:
        ask_card: Asks for the file of a card; an empty answer leaves.
    """

    done = Signal(str)
    freed = Signal()
    brought = Signal(str)
    failed = Signal(object)
    waiting = Signal(str)

    def __init__(self, source: "RegisterSource", runner: "TaskRunner", page: QWidget) -> None:
        super().__init__(page)
        self._source, self._runner, self._page = source, runner, page
        self.ask_card: AskCard = _ask_card
        self._is_handing = False

    def accept(self, key: "KeyRow", former: "tuple[KeyRow, ...]") -> None:
        """Ask whether a key is whose it says, and in which role it is accepted."""
        dialog = AcceptKeyDialog(key, former, self._page)

        def decide(role: str, replaced: str) -> None:
            self._runner.run_db(
                partial(self._source.accept, key.fingerprint, role, replaced),
                dialog,
                lambda _none: self._accepted(dialog, key),
                dialog.refuse,
            )

        dialog.wanted.connect(decide)
        _open(dialog)

    def revoke(self, key: "KeyRow") -> None:
        """Ask why a key is revoked."""
        dialog = RevokeKeyDialog(key, self._page)

        def decide(reason: str) -> None:
            self._runner.run_db(
                partial(self._source.revoke, key.fingerprint, reason),
                dialog,
                partial(self._end, dialog, _("The key of {name} is revoked."), key),
                dialog.refuse,
            )

        dialog.wanted.connect(decide)
        _open(dialog)

    def bring_card(self) -> None:
        """Ask for the card of somebody and put it into the register."""
        chosen = self.ask_card(self._page)
        if chosen:
            self._bring(Path(chosen))

    def paste_card(self) -> None:
        """Put the card that is in the clipboard as text into the register."""
        text = QGuiApplication.clipboard().text().strip()
        if text:
            self._bring(text)

    def show_own_card(self) -> None:
        """Show our own card."""
        self._runner.run_db(self._source.own_card, self, self._show_card, self.failed.emit)

    def assign(self) -> None:
        """Ask to whom and for which plant an audit is handed out, when the checklists are read."""
        if self._is_handing:
            return
        self._is_handing = True
        self.waiting.emit(_("Reading the checklists…"))
        year = QDate.currentDate().year()
        self._runner.run_db(
            partial(self._source.handing, year), self, self._ask_assignment, self._unread
        )

    def publish(self, pack: "PackInfo") -> None:
        """Ask where a pack is to be published."""
        self._runner.run_db(
            self._source.places, self, partial(self._ask_place, pack), self.failed.emit
        )

    def _bring(self, card: Path | str) -> None:
        self._runner.run_pool(
            lambda _report, _cancelled: self._source.bring_card(card),
            self,
            self.brought.emit,
            self.failed.emit,
        )

    def _show_card(self, card: "OwnCard") -> None:
        _open(OwnCardDialog(card.text, card.fingerprint, card.document, self._page))

    def _unread(self, error: KtaError) -> None:
        self._is_handing = False
        self.failed.emit(error)

    def _ask_assignment(self, handing: "Handing") -> None:
        self._is_handing = False
        dialog = AssignDialog(handing.persons, self._page)
        dialog.show_packs(handing.packs)
        dialog.show_number(handing.number)

        def hand_out(new: "NewAudit", note: str) -> None:
            self._runner.run_pool(
                lambda report, cancelled: self._source.assign(new, note, report, cancelled),
                dialog,
                lambda missed: self._handed(dialog, new.number, missed),
                lambda error: dialog.refuse(error.sentence()),
            )

        dialog.assigned.connect(hand_out)
        _open(dialog)

    def _handed(self, dialog: QDialog, number: str, missed: int) -> None:
        dialog.accept()
        told = _("Handed out: {number}.").format(number=number)
        later = _("Places out of reach get it with the next look: {count}.").format(count=missed)
        self.done.emit(f"{told} {later}" if missed else told)

    def _ask_place(self, pack: "PackInfo", places: tuple[str, ...]) -> None:
        dialog = PublishPackDialog(pack, places, self._page)

        def publish(place: str) -> None:
            self._runner.run_pool(
                lambda report, cancelled: self._source.publish(pack.id, place, report, cancelled),
                dialog,
                lambda told: self._published(dialog, told),
                dialog.refuse,
            )

        dialog.wanted.connect(publish)
        _open(dialog)

    def _published(self, dialog: QDialog, told: str) -> None:
        dialog.accept()
        self.done.emit(told)

    def _accepted(self, dialog: QDialog, key: "KeyRow") -> None:
        self._end(dialog, _("The key of {name} is accepted."), key, None)
        if key.held:
            self.freed.emit()

    def _end(self, dialog: QDialog, text: str, key: "KeyRow", _none: None) -> None:
        """Say what was decided here, and let the places hear it."""
        dialog.accept()
        self._runner.run_pool(self._source.tell, self, lambda _none: None, self.failed.emit)
        self.done.emit(text.format(name=key.name or key.fingerprint[:16]))


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _ask_card(parent: QWidget) -> str:
    kinds = _("Cards and pictures (*.json *.txt *.card *.png *.jpg *.jpeg *.pdf)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Import a card"), "", kinds)
    return chosen
