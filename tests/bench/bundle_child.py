"""One step with a bundle of 1 GB in a process of its own: ``… bundle_child STEP FOLDER``.

``make`` fills a workspace with evidence, ``build`` packs and signs it, ``verify`` checks the file,
``open`` takes it into an empty workspace; ``read``, ``hash`` and ``write`` are the floors, and
``memory`` packs onto a file system that lies in memory. Prints JSON.
"""

import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, contained, packing, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import contents
from kta_desktop.storage.engine import connect_file

FILES, FILE_BYTES = 250, 4 << 20
BUILDS = 3
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory where Linux has one
_WORD = "bench"
_CHUNK = 1 << 20
Figures = dict[str, float]


def main(step: str, folder: Path) -> None:
    """Do one step and print what it took."""
    steps: dict[str, Callable[[Path], Figures]] = {
        "make": _make,
        "build": _build,
        "verify": _verify,
        "open": _open,
        "hash": _hash,
        "read": _read,
        "write": _write,
        "memory": _in_memory,
    }
    sys.stdout.write(json.dumps(steps[step](folder)))


def _make(folder: Path) -> Figures:
    ws, _code = workspace.create(folder / "bench.ktadb", _WORD, _somebody())
    with closing(ws):
        new = NewAudit(
            number="KTA-2026-001",
            plant=Plant(name="ТОО «Замер»", bin="010140000003"),
            pack="food",
            team=(ws.profile,),
            starts_on="2026-11-22",
            ends_on="2026-11-25",
            reference_year=2025,
        )
        audit = auditing.start(ws, new).id
        for number in range(FILES):
            answering.store(ws, audit, [_attached(ws, number)])
    with closing(workspace.create(folder / "centre.ktadb", _WORD, _somebody())[0]):
        return {}


def _somebody() -> Auditor:
    return Auditor(id=new_id(), name="Замер", role="lead")


def _attached(ws: Workspace, number: int) -> Edit:
    """Store bytes that no packer makes smaller; return the edit that names them."""
    data = os.urandom(FILE_BYTES)
    sha256, kind = hashlib.sha256(data).hexdigest(), "application/pdf"
    with ws.store.begin() as connection:
        contents.put(connection, sha256, kind, [data])
    name = f"scan {number}.pdf"
    proof = Evidence(id=new_id(), sha256=sha256, name=name, media_type=kind, size=len(data))
    return Edit(f"food_{number % 50:02}#evidence:{proof.id}", proof.to_json())


def _build(folder: Path) -> Figures:
    return _builds(folder, folder / "bench.kta")


def _in_memory(folder: Path) -> Figures:
    """Pack as ``build`` does where no disk is waited for; nothing where there is no such place."""
    if not MEMORY.is_dir():
        return {}
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        return _builds(folder, Path(name) / "bench.kta")


def _builds(folder: Path, path: Path) -> Figures:
    with closing(_opened(folder, "bench")) as ws:
        (audit,) = (row.id for row in auditing.summaries(ws))
        sheet, check = _timing(contained, "sheets"), _timing(packing, "_check")
        found = [_built(ws, audit, path) for _time in range(BUILDS)]
    least = {name: min(one[name] for one in found) for name in found[0]}  # the first one imports
    before = [one["seconds"] - took for one, took in zip(found, check, strict=True)]
    return {
        **least,
        "memory": found[0]["memory"],
        "sheet": min(sheet),
        "packed": min(before),
    }


def _built(ws: Workspace, audit: str, path: Path) -> Figures:
    path.unlink(missing_ok=True)  # or replacing it counts as packing
    return _timed(lambda: packing.build(ws, audit, path))


def _timing(module: ModuleType, name: str) -> list[float]:
    """Let a function note how long each call takes."""
    own, took = getattr(module, name), []

    def timed(*args: object) -> object:
        begun = time.perf_counter()
        try:
            return own(*args)
        finally:
            took.append(time.perf_counter() - begun)

    setattr(module, name, timed)
    return took


def _verify(folder: Path) -> Figures:
    found = _timed(lambda: packing.verify(folder / "bench.kta"))
    if not packing.verify(folder / "bench.kta").ok:
        raise AssertionError
    return found


def _open(folder: Path) -> Figures:
    with closing(_opened(folder, "centre")) as ws:
        return _timed(lambda: packing.open_bundle(ws, folder / "bench.kta"))


def _opened(folder: Path, name: str) -> Workspace:
    return workspace.open_workspace(folder / f"{name}.ktadb", _WORD)


def _hash(folder: Path) -> Figures:
    """Read the bytes of the bundle once, on one thread, into one SHA-256."""

    def once() -> None:
        with (folder / "bench.kta").open("rb") as file:
            hashlib.file_digest(file, "sha256")

    return _timed(once)


def _write(folder: Path) -> Figures:
    """Write as many bytes as the evidence has, on one thread, until the disk holds them."""
    piece, path = os.urandom(_CHUNK), folder / "plain"

    def once() -> None:
        with path.open("wb") as file:
            for _number in range(FILES * FILE_BYTES // _CHUNK):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    try:
        return _timed(once)
    finally:
        path.unlink()


def _read(folder: Path) -> Figures:
    """Read the evidence out of the encrypted file on two threads and do nothing with it."""
    with closing(_opened(folder, "bench")) as ws:
        with ws.store.connect() as connection:
            names = contents.hashes(connection)
        path, key = ws.path, ws.store.key

    def read(part: int) -> None:
        with closing(connect_file(path, key)) as bare:
            for name in names[part::2]:
                rows = bare.execute("SELECT data FROM content_parts WHERE sha256 = ?", (name,))
                for _row in rows:
                    pass

    def both() -> None:
        threads = [threading.Thread(target=read, args=(part,)) for part in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return _timed(both)


def _timed(work: Callable[[], object]) -> Figures:
    _forget_peak()  # the key of a workspace alone takes 128 MB to derive
    cpu, begun = time.process_time(), time.perf_counter()
    work()
    took = time.perf_counter() - begun
    return {"seconds": took, "cpu": time.process_time() - cpu, "memory": _peak()}


def _forget_peak() -> None:
    """Let the most memory be counted from now on, where the system can."""
    switch = Path("/proc/self/clear_refs")
    if switch.exists():
        switch.write_text("5")


def _peak() -> float:
    """Return the most memory held since then, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = (line.split() for line in status.read_text().splitlines())
    return next(int(words[1]) / 1024 for words in lines if words[0] == "VmHWM:")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
