"""Signing the prepared sheet with a key file and saving it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services import signing_sheets
from kta_desktop.services.signing_sheets import Signature
from ui.dialogs.key_dialog import KeyDialog

if TYPE_CHECKING:
    from ui.tasks import TaskRunner

AskTarget = Callable[[QWidget, str], str]


class SignSheetDialog(KeyDialog):
    """Asks for key and passphrase, shows who would sign, signs and saves; stores no secret.

    Args:
        pdf: The prepared sheet.
        suggested: Name of the file to save.
        runner: Does the work.

    Attributes:
        ask_target: Asks where to save, given a suggested name; an empty answer leaves.
    """

    def __init__(
        self, pdf: Path, suggested: str, runner: "TaskRunner", parent: QWidget | None = None
    ) -> None:
        hint = _(
            "The signature (PAdES) is added behind the document and changes nothing on its pages. "
            "Key and passphrase are stored nowhere."
        )
        super().__init__(runner, signing_sheets.open_key, hint, _("Sign and save…"), parent)
        self.setObjectName("signSheet")
        self.setWindowTitle(_("Sign the sheet"))
        self._pdf, self._suggested = pdf, suggested
        self.ask_target: AskTarget = _ask_target

    def sign_to(self, target: Path) -> None:
        """Sign the sheet into a file; a key out of term too: that was shown and agreed to."""
        key = self.key
        if key is None:
            return
        self.banner.clear()
        self.set_busy(True)
        self._runner.run_pool(
            lambda _report, _cancelled: signing_sheets.sign(
                self._pdf, key, target, despite_term=True
            ),
            self,
            lambda made: self._signed(made, target),
            self.refuse,
        )

    @override
    def sign(self) -> None:
        chosen = self.ask_target(self, self._suggested)
        if chosen:
            self.sign_to(Path(chosen))

    def _signed(self, made: Signature, target: Path) -> None:
        self.set_busy(False)
        text = _("Signed by {who}, verified and saved: {path}")
        self.said.emit(text.format(who=made.holder.name, path=target))
        self.accept()


def _ask_target(parent: QWidget, suggested: str) -> str:
    title = _("Save the signed sheet")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, suggested, _("PDF (*.pdf)"))
    return chosen
