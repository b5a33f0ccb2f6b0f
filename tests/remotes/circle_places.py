"""Places that go away in the midst of a sending and come back: a stick, an office server, Ceph."""

import hashlib
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Event

from kta_desktop.exchange.pace import Pace
from kta_desktop.services import remotes
from kta_desktop.services.remotes import RemoteSettings
from tests.remotes import apache as office
from tests.remotes import buckets

RATE = 8_000_000  # bytes in a second: slow enough that somebody sees them go
_STUTTER_S = 0.2  # what a slow processor took is made good
CENTRE = "Центр"
_numbers = count(1)


class Slow(Pace):
    """A line, or a stick, of the rate above.

    Attributes:
        sent: Bytes that all of them carried.
    """

    sent = 0
    _ahead = 0.0  # monotonic time at which all that went would have gone

    def __call__(self, count: int) -> None:
        """Let bytes go."""
        super().__call__(count)
        Slow.sent += count
        now = time.monotonic()
        self._ahead = max(self._ahead, now - _STUTTER_S) + count / RATE
        if self._ahead > now:
            Event().wait(self._ahead - now)


class Stick:
    """A folder that is a stick: pulled, it is nowhere, and what it was writing is half there."""

    fixture = ""

    def __init__(self, folder: Path, _server: object) -> None:
        """Put an empty stick in."""
        self.folders: list[Path] = []
        self.root, self._pocket = folder / "stick", folder / "pocket"
        self.root.mkdir()
        self.url = str(self.root / "KTA")

    def cut(self) -> None:
        """Pull it."""
        self.root.rename(self._pocket)

    def back(self) -> None:
        """Put it in again; the end of what was being written never came to its chips."""
        for part in self._pocket.rglob(".*.part"):
            with part.open("r+b") as file:
                file.truncate(part.stat().st_size // 2)
                file.seek(0, 2)
                file.write(b"\xff" * 5000)
        self._pocket.rename(self.root)

    def files(self) -> dict[str, bytes]:
        """Return what lies there by name."""
        return _below(Path(self.url))

    def unfinished(self) -> list[str]:
        """Return what was begun and not ended."""
        return [name for name in self.files() if "/." in name]

    def add(self, ws: object) -> None:
        """List it as a place of delivery."""
        remotes.add(ws, CENTRE, RemoteSettings(url=self.url))


class Office:
    """A collection of an Apache."""

    fixture, kind = "apache", "WebDAV"
    user, secret = office.USER, office.SECRET

    def __init__(self, _folder: Path, server: object) -> None:
        """Name a collection."""
        self._server, self._name = server, f"circle-of-{next(_numbers)}"
        self.folders = [server.folder]  # where it keeps its own settings and logs
        self.url = f"{server.url}/{self._name}"

    def cut(self) -> None:
        """Kill the server."""
        self._server.kill()

    def back(self) -> None:
        """Start it again."""
        self._server.start()

    def files(self) -> dict[str, bytes]:
        """Return what lies there by name."""
        return _below(self._server.files / self._name)

    def unfinished(self) -> list[str]:
        """Return what was begun and not ended; what a killed Apache left is its own."""
        names = (name for name in self.files() if "/." in name)
        return [name for name in names if "/.davfs.tmp" not in name]

    def add(self, ws: object) -> None:
        """List it as a place of delivery."""
        settings = RemoteSettings(url=self.url, user=self.user, secret=self.secret)
        remotes.add(ws, CENTRE, settings)


class Cluster(Office):
    """A bucket of a Ceph."""

    fixture, kind = "ceph", "S3"

    def __init__(self, _folder: Path, server: object) -> None:
        """Make a bucket."""
        self._server, self._name = server, f"circle-{next(_numbers)}"
        self.folders = [server.folder]
        self.user, self.secret = server.user, server.secret
        self.url = buckets.made(server, self._name)

    def cut(self) -> None:
        """Kill the gateway."""
        self._server.kill_gateway()

    def back(self) -> None:
        """Start it again."""
        self._server.start_gateway()

    def files(self) -> dict[str, bytes]:
        """Return what lies there by name."""
        client = buckets.client(self._server)
        listed = client.list_objects_v2(Bucket=self._name)
        assert not listed["IsTruncated"]
        names = [one["Key"] for one in listed.get("Contents", ())]
        return {
            name: client.get_object(Bucket=self._name, Key=name)["Body"].read() for name in names
        }

    def unfinished(self) -> list[str]:
        """Return the uploads that were begun and not ended."""
        told = buckets.client(self._server).list_multipart_uploads(Bucket=self._name)
        return [one["Key"] for one in told.get("Uploads", ())]


def _below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def objects(files: dict[str, bytes]) -> Iterator[tuple[str, int]]:
    """Yield hash and size of the objects of a place, each of which has to be what it is called."""
    for name, data in files.items():
        if name.startswith("objects/"):
            called = name.rpartition("/")[2]
            assert hashlib.sha256(data).hexdigest() == called, name
            yield called, len(data)


def documents(files: dict[str, bytes], folder: str) -> list[str]:
    """Return the names of the documents in a folder of a place."""
    return sorted(name for name in files if name.startswith(f"{folder}/"))
