"""What the settings do to an open workspace: profile, passphrase, keyring, copies."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from kta_desktop.domain.audit import Auditor
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.app.frame import Frame
from ui.dialogs.settings_dialog import SettingsDialog
from ui.models.preferences import Preferences
from ui.models.secrets import has_keyring
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo
    from ui.dialogs.change_passphrase import ChangePassphraseDialog
    from ui.dialogs.profile_dialog import ProfileDialog

_COPIES_LEFT = "copies-keep-passphrase"


class Access(QObject):
    """Serves the part of ``settings`` that needs a workspace; lives as long as that dialog.

    Args:
        frame: Of the open workspace.
        settings: The dialog.
        preferences: Settings of this computer.
        runner: Everything touches the workspace in its database thread.

    Signals: ``restore_wanted`` when the program is to be locked and a copy restored.
    """

    restore_wanted = Signal()

    def __init__(
        self,
        frame: Frame,
        settings: SettingsDialog,
        preferences: Preferences,
        runner: TaskRunner,
    ) -> None:
        super().__init__(settings)
        self._frame, self._settings = frame, settings
        self._preferences, self._runner = preferences, runner
        panel = self._panel = settings.access
        panel.show_profile(frame.workspace.profile.name)
        panel.show_keyring(found=True, holds=preferences.settings.keyring)
        panel.profile_wanted.connect(self._edit_profile)
        panel.passphrase_wanted.connect(self._change_passphrase)
        panel.keyring_wanted.connect(self._use_keyring)
        panel.restore_wanted.connect(self.restore_wanted)
        panel.centre_wanted.connect(self._work_as_centre)
        settings.offer_access()
        self._look()

    def _look(self) -> None:
        """Find out what the computer has, off the interface thread."""
        from kta_desktop.services import register, workspace

        self._runner.run_pool(has_keyring, self, self._show_keyring, self._fail)
        listing = partial(workspace.backups, self._frame.workspace.path)
        self._runner.run_db(listing, self, self._show_copies, self._fail)
        asked = partial(register.is_centre, self._frame.workspace)
        self._runner.run_db(asked, self, self._show_centre, self._fail)

    def _show_keyring(self, found: bool) -> None:
        self._panel.show_keyring(found=found, holds=self._preferences.settings.keyring)

    def _show_copies(self, copies: "list[BackupInfo]") -> None:
        self._panel.show_copies(copies)

    def _edit_profile(self) -> None:
        from kta_desktop.services import workspace
        from ui.dialogs.profile_dialog import ProfileDialog

        dialog = ProfileDialog(self._frame.workspace.profile, self._settings)

        def store(profile: Auditor) -> None:
            work = partial(workspace.set_profile, self._frame.workspace, profile)
            done = partial(self._profile_stored, dialog, profile)
            self._runner.run_db(work, dialog, done, dialog.refuse)

        dialog.wanted.connect(store)
        _show(dialog)

    def _profile_stored(self, dialog: "ProfileDialog", profile: Auditor, _none: None) -> None:
        self._panel.show_profile(profile.name)
        self._frame.bar.show_auditor(profile.name)
        self._frame.said.emit(_("The profile is saved."))
        dialog.accept()

    def _change_passphrase(self) -> None:
        from kta_desktop.services import workspace
        from ui.dialogs.change_passphrase import ChangePassphraseDialog

        dialog = ChangePassphraseDialog(self._settings)

        def change(old: str, new: str) -> None:
            dialog.set_busy(True)
            work = partial(workspace.change_passphrase, self._frame.workspace.path, old, new)
            done = partial(self._passphrase_changed, dialog)
            self._runner.run_db(work, dialog, done, partial(self._not_changed, dialog))

        dialog.wanted.connect(change)
        _show(dialog)

    def _passphrase_changed(self, dialog: "ChangePassphraseDialog", _none: None) -> None:
        dialog.set_busy(False)
        self._frame.said.emit(_("The passphrase is changed. The recovery key stays as it is."))
        dialog.accept()

    def _not_changed(self, dialog: "ChangePassphraseDialog", error: KtaError) -> None:
        if error.code == _COPIES_LEFT:  # the new one holds, only the copies still take the old one
            self._frame.fail(error)
            self._passphrase_changed(dialog, None)
        else:
            dialog.refuse(error)

    def _use_keyring(self, wanted: bool) -> None:
        from kta_desktop.services import workspace

        ws = self._frame.workspace
        work: Callable[[], bool | None] = (
            partial(workspace.remember_in_keyring, ws)
            if wanted
            else partial(workspace.forget_in_keyring, ws)
        )
        self._runner.run_db(work, self, partial(self._keyring_told, wanted), self._fail)

    def _keyring_told(self, wanted: bool, took: bool | None) -> None:
        holds = wanted and bool(took)
        self._preferences.change(keyring=holds)
        self._panel.show_keyring(found=holds or not wanted, holds=holds)
        if holds:
            self._frame.said.emit(_("This computer opens the data without the passphrase."))
        elif not wanted:
            self._frame.said.emit(_("This computer asks for the passphrase from now on."))

    def _show_centre(self, works: bool) -> None:
        self._panel.show_centre(works=works)

    def _work_as_centre(self, wanted: bool) -> None:
        from kta_desktop.services import register

        work = partial(register.set_centre, self._frame.workspace, wanted)
        self._runner.run_db(work, self, partial(self._centre_told, wanted), self._fail)

    def _centre_told(self, works: bool, _none: None) -> None:
        self._frame.reviewing.ask()
        said = _("This workspace works as the centre. The page «Intake» is in the rail.")
        self._frame.said.emit(said if works else _("This workspace is an auditor's own again."))

    def _fail(self, error: KtaError) -> None:
        self._frame.fail(error)


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
