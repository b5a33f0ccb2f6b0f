"""What the status strip says at the left: recording or saved, the copy on disk, the network."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from ui.models.network import Network

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo
    from ui.widgets.status_strip import StatusStrip


class StripItems:
    """Fills the items of the strip and says them again in another language.

    The first item is the time of the last stored change. While a session is recorded it is the
    recording instead; what is stored meanwhile is remembered and shown when the session ends.
    """

    def __init__(self, strip: "StatusStrip") -> None:
        self._strip = strip
        self._say_saved: Callable[[], None] = _nothing
        self._say_recording: Callable[[], None] | None = None
        self._say_backup: Callable[[], None] = _nothing
        self._free: float | None = None
        self._queued = 0
        self.network = Network()
        self.network.changed.connect(self.show_network)

    def show_saved(self, at: str) -> None:
        """Show the ISO time of the newest stored change; empty: one is on its way."""
        self._say_saved = partial(self._saved, at)
        if self._say_recording is None:
            self._say_saved()

    def show_recording(self, now: float, points: int) -> None:
        """Show that a session is recorded: Unix time of the look and readings so far."""
        self._say_recording = partial(self._recording, now, points)
        self._say_recording()

    def end_recording(self) -> None:
        """Show what was stored last, in place of the recording."""
        if self._say_recording is not None:
            self._say_recording = None
            self._say_saved()

    def show_backup(self, info: "BackupInfo") -> None:
        """Show when the newest copy was made."""
        self._say_backup = partial(self._backup, info)
        self._say_backup()

    def show_network(self) -> None:
        """Show whether there is a network, since when not, and what waits for it."""
        parts = [self._network_text()]
        if self._queued:
            parts.append(_("queued {count}").format(count=self._queued))
        icon = "link" if self.network.is_there else "cloud-off"
        self._strip.set_item("network", icon, " · ".join(parts))

    def show_queue(self, count: int) -> None:
        """Show how many deliveries wait to be sent."""
        self._queued = count
        self.show_network()

    def show_space(self, path: Path) -> None:
        """Show how much room there is where a workspace lies or will lie."""
        folder = next((part for part in path.parents if part.is_dir()), None)
        self._free = None if folder is None else float(disk_usage(folder).free)
        self._say_space()

    def clear(self) -> None:
        """Forget everything about a workspace that was closed."""
        self._say_saved = self._say_backup = _nothing
        self._say_recording = None
        self._queued = 0
        for name in ("saved", "backup"):
            self._strip.set_item(name, "check", "")

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        (self._say_recording or self._say_saved)()
        self._say_backup()
        self._say_space()
        self.show_network()

    def forget_space(self) -> None:
        """Leave the room to what an open workspace has to say."""
        self._free = None
        self._say_space()

    def _say_space(self) -> None:
        text = ""
        if self._free is not None:
            text = _("Free: {size}").format(size=formatting.size(self._free, language()))
        self._strip.set_item("space", "hard-drive", text)

    def _network_text(self) -> str:
        if self.network.is_there is None:
            return _("No network is needed")
        if self.network.is_there and self.network.has_portal:
            return _("The network asks to sign in")
        if self.network.is_there:
            return _("Network is there")
        if not self.network.since:
            return _("No network")
        clock = formatting.time_(self.network.since, language(), seconds=False)
        return _("No network since {time}").format(time=clock)

    def _saved(self, at: str) -> None:
        if at:
            clock = formatting.time_(at, language())
            self._strip.set_item("saved", "check", _("Saved {time}").format(time=clock), "ok")
        else:
            self._strip.set_item("saved", "hourglass", _("Saving…"))

    def _recording(self, now: float, points: int) -> None:
        lang = language()
        clock = formatting.time_(datetime.fromtimestamp(now, UTC).isoformat(), lang)
        text = _("Recording: {time} · {points} readings").format(
            time=clock, points=formatting.number(str(points), lang)
        )
        self._strip.set_item("saved", "circle-dot", text, "er")

    def _backup(self, info: "BackupInfo") -> None:
        clock = formatting.time_(info.at, language(), seconds=False)
        text = _("Copy on disk {time}").format(time=clock)
        self._strip.set_item("backup", "hard-drive", text)


def _nothing() -> None:
    """Say nothing: it was never shown."""
