"""What the page of exchange offers behind one button: bundles, signatures, places, cards."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from kta_desktop.i18n import N_, _
from ui.dialogs.bundle_desk import BundleDesk
from ui.dialogs.places import Places
from ui.dialogs.sign_bundle import SignBundleDialog
from ui.dialogs.take_back import TakeBackDialog
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.register import KeyRow, Role
    from kta_desktop.services.workspace import Workspace
    from ui.dialogs.key_register import AcceptKeyDialog

Entry = tuple[str, str, Callable[[], object]]
"""Message id, key, and what it does."""


class ExchangeMore(QObject):
    """Opens the dialogs of the page of exchange.

    Signals:
        opened: id of an audit that was taken in or changed.
        audit_changed: A version of the open audit was closed, or may have been.
        changed: Places, keys or audits are other than before.
        said: What was done, for the banner.
        failed: ``KtaError``.

    Args:
        owner: The page.
        workspace: The workspace.
        runner: Does the work.
        audit: Id of the open audit; None if none is open.
    """

    opened = Signal(str)
    audit_changed = Signal()
    changed = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self, owner: QWidget, workspace: "Workspace", runner: TaskRunner, audit: str | None
    ) -> None:
        super().__init__(owner)
        self._owner, self._workspace, self._runner = owner, workspace, runner
        self._audit = audit
        self.places = Places(owner, workspace, runner)
        self.places.changed.connect(self.changed)
        self.places.said.connect(self.said)
        self.places.failed.connect(self.failed)

    def entries(self) -> tuple[Entry, ...]:
        """Return what is offered, with the keys that do the same."""
        signing: tuple[Entry, ...] = (
            (N_("Signatures of the version…"), "Ctrl+G", self.show_signatures),
        )
        return (
            (N_("Places of delivery…"), "Shift+Ins", self.places.show),
            (N_("Add a place of delivery…"), "Ins", self.places.add),
            (N_("Bundle in a file, closed versions…"), "Ctrl+B", self.show_bundles),
            (N_("Open a bundle…"), "Ctrl+O", self.open_bundle),
            *(signing if self._audit is not None else ()),
            (N_("Take audits back from a place…"), "Ctrl+Shift+O", self.take_back),
            (N_("My card for the centre…"), "Ctrl+I", self.show_card),
            (N_("Take in the card of the centre…"), "Ctrl+Shift+I", self.take_card),
        )

    def show_menu(self, below: QWidget) -> None:
        """Offer everything under a button."""
        menu = QMenu(self._owner)
        for text, key, act in self.entries():
            entry = menu.addAction(_(text), act)
            entry.setShortcut(QKeySequence(key))
            entry.setShortcutVisibleInContextMenu(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
        menu.setActiveAction(menu.actions()[0])

    def show_bundles(self) -> None:
        """Show how a version is written to a file, opened from one, and which were closed."""
        self._bundles().open()

    def open_bundle(self) -> None:
        """Ask for a bundle and take it in: a new audit, or changes of a known one."""
        dialog = self._bundles()
        dialog.open()
        dialog.open_bundle()

    def show_signatures(self) -> None:
        """Show who signed the open audit, and take further signatures."""
        if self._audit is not None:
            dialog = SignBundleDialog(self._workspace, self._audit, self._runner, self._owner)
            dialog.changed.connect(self.audit_changed)
            dialog.open()

    def take_back(self) -> None:
        """Show the audits that lie at a place, to be taken back after the loss of a computer."""
        dialog = TakeBackDialog(self._workspace, self._runner, self._owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken.connect(self.opened)
        dialog.place_asked.connect(self.places.add)
        dialog.taken.connect(lambda _audit: self.changed.emit())
        dialog.open()

    def show_card(self) -> None:
        """Show the card of this computer's key as a code and as a file."""

        def work() -> tuple[str, str, bytes]:
            from kta_desktop.services import register

            ws = self._workspace
            return register.card_text(ws), ws.device, register.my_card(ws)

        self._runner.run_db(work, self, self._show_card, self.failed.emit)

    def take_card(self) -> None:
        """Ask for the card of the centre, as a file or a picture of its code."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self._owner,
            _("Take in the card of the centre…"),
            "",
            _("Cards (*.json *.png *.jpg *.jpeg *.pdf)"),
        )
        if not chosen:
            return

        def work() -> "KeyRow":
            from kta_desktop.services import register

            known = register.import_card(self._workspace, Path(chosen))
            return register.row(self._workspace, known.fingerprint)

        self._runner.run_db(work, self, self._card_taken, self.failed.emit)

    def _bundles(self) -> BundleDesk:
        dialog = BundleDesk(self._workspace, self._runner, self._audit, self._owner)
        dialog.opened.connect(self.opened)
        dialog.audit_changed.connect(self.audit_changed)
        return dialog

    def _show_card(self, told: tuple[str, str, bytes]) -> None:
        from ui.dialogs.key_register import OwnCardDialog

        text, fingerprint, card = told
        dialog = OwnCardDialog(text, fingerprint, card, self._owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _card_taken(self, key: "KeyRow") -> None:
        """Let a person compare the card before its key is believed at every place."""
        from ui.dialogs.key_register import AcceptKeyDialog

        dialog = AcceptKeyDialog(key, (), self._owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(lambda role, _former: self._believe(dialog, key.fingerprint, role))
        dialog.open()

    def _believe(self, dialog: "AcceptKeyDialog", fingerprint: str, role: str) -> None:
        def work() -> "KeyRow":
            from kta_desktop.services import register

            return register.accept(self._workspace, fingerprint, cast("Role", role))

        def done(key: "KeyRow") -> None:
            dialog.accept()
            text = _("The key of {name} is believed from now on.")
            self.said.emit(text.format(name=key.name))
            self.changed.emit()

        self._runner.run_db(work, dialog, done, dialog.refuse)
