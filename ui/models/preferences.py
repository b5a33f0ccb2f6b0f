"""The settings while the program runs: whoever shows one hears when it changes."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from kta_desktop import settings as files
from kta_desktop.errors import KtaError
from kta_desktop.settings import Settings


class Preferences(QObject):
    """Settings that are written as soon as they change.

    Signals: ``changed`` after a setting changed; ``failed`` with the KtaError when the file could
    not be written, the setting holds nevertheless.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def change(self, **parts: Any) -> None:
        """Set fields of ``Settings`` by name and write them."""
        wanted = replace(self.settings, **parts)
        if wanted == self.settings:
            return
        self.settings = wanted
        try:
            files.save(wanted)
        except KtaError as error:
            self.failed.emit(error)
        self.changed.emit()
