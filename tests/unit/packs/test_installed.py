"""The folder of installed packs: several programs and threads change it at once."""

import subprocess
import sys
import threading

import pytest

from kta_desktop.packs import installed
from kta_desktop.packs.turns import BusyError, turn

INSTALL = """
import sys
from pathlib import Path
from kta_desktop.packs import installed
files = {"pack.toml": sys.argv[2].encode() * 10_000, "survey.csv": b"type,name"}
for _number in range(15):
    installed.put(Path(sys.argv[1]), "mini", files)
"""


def test_that_two_programs_install_the_same_pack_one_after_the_other(tmp_path):
    root = tmp_path / "packs"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", INSTALL, str(root), name], stderr=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    for program in programs:
        _out, said = program.communicate(timeout=60)
        assert program.returncode == 0, said
    assert (root / "mini" / "pack.toml").read_bytes() in (b"a" * 10_000, b"b" * 10_000)
    assert len(installed.kept(root, "mini")) == 29
    assert not list(root.glob(".writing-*")) + list(root.glob(".ready-*"))


def test_that_what_somebody_else_is_writing_is_left_alone(tmp_path):
    writing = tmp_path / ".writing-other"
    writing.mkdir()
    with turn(tmp_path):
        installed.resume(tmp_path)
        assert writing.exists()
    installed.resume(tmp_path)
    assert not writing.exists()


def test_that_the_turn_of_a_program_that_was_killed_is_given_back(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from kta_desktop.packs.turns import turn\n"
        "with turn(Path(sys.argv[1])): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, timeout=60)
    with turn(tmp_path, wait=False):
        pass


def test_that_threads_take_turns_too(tmp_path):
    refused = []

    def other():
        with pytest.raises(BusyError), turn(tmp_path, wait=False):
            pass
        refused.append(True)

    with turn(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(30)
    assert refused == [True]


def test_that_looking_at_a_folder_where_nothing_waits_changes_nothing(tmp_path, caplog):
    for root in (tmp_path / "none", tmp_path):
        installed.resume(root)
    assert list(tmp_path.iterdir()) == []
    assert not caplog.records
