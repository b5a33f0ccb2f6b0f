"""Enters answers as fast as it can and says which are durable, until it is killed.

Reads lines ``WORKSPACE KEY_HEX AUDIT FIRST``. For each it forks (imports are paid once for 200
kills), says ``pid N``, and the child says ``ready`` and then the number of each answer once
``answering.store`` has returned; when the child is gone, ``dead``. Every seventh act is undone,
every eleventh also attaches a document, every fifth is followed by a whole plan taken back.
"""

import hashlib
import itertools
import os
import sys
from pathlib import Path
from typing import NoReturn

from kta_desktop.services import answering, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import contents

PLAN = 40  # fields of a workbook that come back as one act


def main() -> None:
    """Fork a writer for each line, one at a time."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write(*line.split())
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("dead")


def write(path: str, key: str, audit: str, first: str) -> NoReturn:
    """Write until killed."""
    ws = workspace.open_with_key(Path(path), bytes.fromhex(key))
    say("ready")
    for number in itertools.count(int(first)):
        answer = {"text": f"{number},5", "value": f"{number}.5", "unit": "mg/Nm3"}
        if number % 11 == 0:
            document = f"%PDF-1.7 {number}".encode() * 3000
            sha256 = hashlib.sha256(document).hexdigest()
            with ws.store.begin() as connection:
                contents.put(connection, sha256, "application/pdf", [document])
            answering.store(ws, audit, [Edit(f"q#evidence:{number}", {"sha256": sha256})])
        answering.store(ws, audit, [Edit(f"q_{number}", answer), Edit("last", number)])
        say(str(number))
        if number % 5 == 0:
            plan = [Edit(f"@measure/m{row}.opex", str(number)) for row in range(PLAN)]
            answering.store(ws, audit, plan)
        if number % 7 == 0:
            answering.store(ws, audit, [Edit("scratch", number)])
            answering.undo(ws, audit)
    raise AssertionError("counting ended")


def say(text: str) -> None:
    """Write a line at once: a pipe takes so few bytes whole or not at all."""
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main()
