"""Upload of one large object to a real Ceph, against boto3's own transfer manager.

Each way runs in a process of its own, so that its peak of memory is its own; they take turns, so
that whatever else the machine does slows both alike.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.remotes.buckets import client, made
from tests.remotes.ceph import Ceph

SIZE = 512 << 20  # bytes; the server keeps deleted ones for two hours
ROUNDS = 5
GOAL = 0.9  # times the throughput of boto3's transfer manager
_BUCKET = "kta-bench"
_MIB = 1 << 20


class Server:
    """A server that runs elsewhere, as the helpers of the tests want it."""

    def __init__(self, endpoint: str, user: str, secret: str) -> None:
        """Name it."""
        self.endpoint, self.user, self.secret = endpoint, user, secret


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; one line only if there is no Ceph."""
    if missing := Ceph.missing():
        return [(f"no Ceph here: {', '.join(missing)}", float("nan"), "")]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "object"
        _write(data)
        home = Path(folder) / "ceph"
        home.mkdir()
        server = Ceph(home)
        try:
            server.start()
            made(server, _BUCKET)
            return _figures(server, data)
        finally:
            server.stop()


def _write(path: Path) -> None:
    """Make a file that does not compress and is in the cache when it is read."""
    import random

    piece = random.Random(0)
    with path.open("wb") as file:
        for _number in range(SIZE // _MIB):
            file.write(piece.randbytes(_MIB))


def _figures(server: Ceph, data: Path) -> list[tuple[str, float, str]]:
    took: dict[str, list[float]] = {"ours": [], "boto3": []}
    peak: dict[str, float] = {}
    for _round in range(ROUNDS):
        for way, times in took.items():
            seconds, memory = _one(way, server, data)
            times.append(seconds)
            peak[way] = max(peak.get(way, 0.0), memory)
            client(server).delete_object(Bucket=_BUCKET, Key=_key(way))
    rate = {way: SIZE / _MIB / statistics.median(times) for way, times in took.items()}
    return [
        ("our upload", rate["ours"], "MiB/s"),
        ("boto3's transfer manager", rate["boto3"], "MiB/s"),
        (f"ours against boto3 (goal ≥ {GOAL:g})", rate["ours"] / rate["boto3"], "×"),
        ("our peak memory", peak["ours"], "MiB"),
        ("boto3's peak memory", peak["boto3"], "MiB"),
    ]


def _one(way: str, server: Ceph, data: Path) -> tuple[float, float]:
    words = [way, server.endpoint, server.user, server.secret, str(data)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.s3_upload", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def _key(way: str) -> str:
    return f"bench-{way}"


def _ours(server: Server, data: Path) -> float:
    """Upload as the program does, contents coming as a stream of 1 MiB; return the seconds."""
    import hashlib

    from kta_desktop.exchange.layout import Member
    from kta_desktop.exchange.remote import NoJournal
    from kta_desktop.exchange.s3_line import S3Line
    from kta_desktop.exchange.s3_parts import AT_ONCE, PartsUpload

    with data.open("rb") as file:
        hashed = hashlib.file_digest(file, "sha256").hexdigest()

    def chunks() -> Iterator[bytes]:
        with data.open("rb") as file:
            while chunk := file.read(_MIB):
                yield chunk

    member = Member(name="x", size=SIZE, sha256=hashed, open=chunks)
    access = _access(server)
    line = S3Line(f"s3+{server.endpoint}/{_BUCKET}", access, AT_ONCE + 1)
    line.head("nothing")  # connected, as boto3's client below
    begin = time.perf_counter()
    PartsUpload(line, _key("ours"), member, NoJournal(), lambda _count: None).run()
    return time.perf_counter() - begin


def _access(server: Server) -> Any:
    from kta_desktop.exchange.remote import Access

    return Access(owner="f" * 64, user=server.user, secret=server.secret)


def _boto3(server: Server, data: Path) -> float:
    s3 = client(server)
    s3.list_objects_v2(Bucket=_BUCKET, MaxKeys=1)
    begin = time.perf_counter()
    s3.upload_file(str(data), _BUCKET, _key("boto3"))
    return time.perf_counter() - begin


def main() -> None:
    """Upload in one of the two ways; print seconds and the peak of memory in MiB."""
    way, endpoint, user, secret, data = sys.argv[1:]
    upload = {"ours": _ours, "boto3": _boto3}[way]
    seconds = upload(Server(endpoint, user, secret), Path(data))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds} {memory}\n")


if __name__ == "__main__":
    main()
