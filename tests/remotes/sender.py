"""Sends one object in a process of its own, so that it can be killed or start anew.

``python -m tests.remotes.sender URL USER SECRET JOURNAL SIZE [SECONDS]``: the object is the bytes
that its size gives; each byte count that is told is a line of the output.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.s3 import S3Remote
from kta_desktop.storage.transfers import Upload

_CHUNK = 1 << 20


class FileJournal:
    """A journal that is a file."""

    def __init__(self, path: Path) -> None:
        """Go on with the file, if there is one."""
        self._path = path

    def begun(self, sha256: str) -> Upload | None:
        """Return what was written down."""
        held = json.loads(self._path.read_text()) if self._path.exists() else {}
        return Upload(*held[sha256]) if sha256 in held else None

    def begin(self, sha256: str, upload: Upload) -> None:
        """Write it down."""
        self._path.write_text(json.dumps({sha256: (upload.upload, upload.part_size)}))

    def end(self, _sha256: str) -> None:
        """Forget it."""
        self._path.unlink(missing_ok=True)


def made(size: int) -> Member:
    """Return an object of ``size`` bytes that is the same in each process."""
    data = random.Random(size).randbytes(size)

    def chunks() -> Iterator[bytes]:
        for begin in range(0, size, _CHUNK):
            yield data[begin : begin + _CHUNK]

    return Member(name="data/evidence/x.jpg", size=size, sha256=sha256_hex(data), open=chunks)


def main() -> None:
    """Send; between two slices of a part rest as long as asked, so that there is a midway."""
    url, user, secret, journal, size, *rest = sys.argv[1:]
    seconds = float(rest[0]) if rest else 0.0

    def told(count: int) -> None:
        sys.stdout.write(f"{count}\n")
        sys.stdout.flush()

    access = Access(
        owner="f" * 64,
        user=user,
        secret=secret,
        journal=FileJournal(Path(journal)),
        pace=lambda _count: time.sleep(seconds),
    )
    place = S3Remote(url, access)
    place.put_object(made(int(size)), told)
    place.close()


if __name__ == "__main__":
    main()
