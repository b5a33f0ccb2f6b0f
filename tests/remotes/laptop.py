"""A laptop that can be killed at any moment: its programs are forked from one that is prepared.

Run as ``python -m tests.remotes.laptop WORKSPACE``: reads a word a line, does it in a child of its
own, and writes JSON lines. The child of ``sync`` may be killed; so may no other.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

PASSPHRASE = "пароль"


class Laptop:
    """The prepared program, as a test talks to it."""

    def __init__(self, path):
        environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.remotes.laptop", str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def begin(self, *words):
        """Begin to do something; return its process, which stays known until ``end``."""
        self._say(*words)
        return self._line()["pid"]

    def end(self):
        """Wait for what was begun; return all it told, and its exit status last."""
        self._say("end")
        told = []
        while "status" not in (line := self._line()):
            told.append(line)
        return [*told, line["status"]]

    def do(self, *words):
        """Do something to its end; return what it told."""
        self.begin(*words)
        *told, status = self.end()
        assert status == 0, told
        return told

    def close(self):
        """Let the prepared program go."""
        self._parent.stdin.close()
        self._parent.wait()
        self._parent.stdout.close()

    def _say(self, *words):
        self._parent.stdin.write(" ".join(words) + "\n")
        self._parent.stdin.flush()

    def _line(self):
        line = self._parent.stdout.readline()
        assert line, "the prepared program ended"
        return json.loads(line)


def _tell(**what):
    os.write(1, json.dumps(what).encode() + b"\n")


def _prepare():
    """Import what sending needs, and let keys, checklists and sheets cost nothing."""
    import kta_desktop.exchange.webdav  # noqa: F401 - so that no child has to
    from kta_desktop.domain.canonical import json_hash
    from kta_desktop.domain.definition import Definition, Section, Text
    from kta_desktop.services import (  # noqa: F401 - likewise
        contained,
        delivering,
        evidence,
        hearing,
        packs,
        receiving,
        workspace,
    )
    from kta_desktop.storage import engine, keys

    derive, keys.SCRYPT_N = keys._derive, 2**14
    keys._derive = lambda secret, salt, _cost: derive(secret, salt, (2, 1, 1))
    contained.sheets = lambda *_args: {"filled-ru-kk": b"%PDF-1.4"}
    water = Section(name="wat", number="8", label=Text(ru="Вода"))
    small = Definition(pack="food", version="1", title=Text(ru="Молоко"), sections=(water,))
    packs.compiled = lambda _pack: (small, json_hash(small.to_json()))
    engine.warm_up()


def _open(path):
    from kta_desktop.services import workspace

    return workspace.open_workspace(Path(path), PASSPHRASE)


def _rows(ws):
    from kta_desktop.services import delivering

    return [
        {"audit": row.audit, "revision": row.revision, "state": str(row.state),
         "sha256": row.sha256, "done": row.bytes_done, "total": row.bytes_total}
        for row in delivering.deliveries(ws)
    ]  # fmt: skip


def sync(path):
    """Tell the rows, send, tell what was sent."""
    from kta_desktop.services import delivering

    ws = _open(path)
    _tell(rows=_rows(ws))
    report = delivering.sync(ws)
    _tell(delivered=report.delivered, received=report.received, errors=report.errors)
    ws.close()


def more(path, folder, seed):
    """Answer in every audit, photograph there, and queue the new versions."""
    from kta_desktop.domain.answers import Answer
    from kta_desktop.services import answering, auditing, delivering, evidence
    from kta_desktop.services.answering import Edit

    ws = _open(path)
    bytes_of = random.Random(seed)
    for summary in auditing.summaries(ws):
        text = f"{bytes_of.randrange(10**6)}"
        answering.store(ws, summary.id, [Edit("wat_03", Answer(text=text, value=text).to_json())])
        for number in range(3):
            file = Path(folder) / f"log_{seed}_{number}.txt"
            file.write_text(bytes_of.randbytes(100_000).hex())
            evidence.attach(ws, summary.id, "wat_03", file, kind="document")
        delivering.queue(ws, summary.id)
    _tell(rows=_rows(ws))
    ws.close()


def make(path, url):
    """Make the workspace with two audits and one place of delivery; tell the card of its key."""
    from kta_desktop.domain.audit import Auditor, NewAudit, Plant
    from kta_desktop.domain.ids import new_id
    from kta_desktop.services import auditing, delivering, register, workspace

    ws, _code = workspace.create(
        Path(path), PASSPHRASE, Auditor(id=new_id(), name="Ким", role="lead")
    )
    for number in (1, 2):
        auditing.start(
            ws,
            NewAudit(
                number=f"KTA-2026-00{number}", plant=Plant(name="ТОО «Сүт»"), pack="food",
                team=(ws.profile,), starts_on="2026-11-22", ends_on="2026-11-25",
                reference_year=2025,
            ),
        )  # fmt: skip
    delivering.add_remote(ws, "centre", url)
    _tell(card=register.card_text(ws))
    ws.close()


def bureau(path, card):
    """Make the workspace of a centre that has accepted the key of a card."""
    from kta_desktop.domain.audit import Auditor
    from kta_desktop.domain.ids import new_id
    from kta_desktop.services import register, workspace

    ws, _code = workspace.create(Path(path), PASSPHRASE, Auditor(id=new_id(), name="Центр"))
    register.set_centre(ws, centre=True)
    register.accept(ws, register.import_card(ws, card).fingerprint, "auditor")
    ws.close()


def intake(path, url):
    """Take in what lies at a place; tell what came, and what is here now."""
    from kta_desktop.services import auditing, receiving

    ws = _open(path)
    report = receiving.intake(ws, url)
    entries = {row.id: len(auditing.load(ws, row.id).entries) for row in auditing.summaries(ws)}
    _tell(
        received=len(report.received), known=report.known, refused=len(report.refused),
        held=len(report.held), entries=entries,
    )  # fmt: skip
    ws.close()


def main(path):
    """Do each word that comes in, in a child of its own."""
    _prepare()
    for line in sys.stdin:
        word, *arguments = line.split()
        child = os.fork()
        if child == 0:
            words = {"sync": sync, "more": more, "make": make, "bureau": bureau, "intake": intake}
            words[word](path, *arguments)
            os._exit(0)
        _tell(pid=child)
        sys.stdin.readline()
        _pid, status = os.waitpid(child, 0)
        _tell(status=status)


if __name__ == "__main__":
    main(sys.argv[1])
