"""``kta demo`` and what comes of it: the whole chain, as a script would use it."""

import io
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from kta_desktop import cli
from kta_desktop.domain.answers import Answer
from kta_desktop.services import answering, auditing, delivering, demo, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.services.printing import Kind
from tests.e2e.paper import words_of

pytestmark = pytest.mark.timeout(600)  # half a minute of the processor, which others may be using


def kta(*words, **environment):
    """Run a command as a script would: a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kta_desktop", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def again(*words, **environment):
    """Run a command of which another test starts the program; starting takes longest."""
    said, faults = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(faults):
        for name, value in environment.items():
            patch.setenv(name, value)
        code = cli.run([str(word) for word in words])
    return subprocess.CompletedProcess(words, code, said.getvalue(), faults.getvalue())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "out"
    run = kta("demo", "--out", folder, "--json")
    assert run.returncode == 0, run.stderr
    return folder, json.loads(run.stdout)


def command(made, *words, by=kta):
    result = made[1]
    run = by(*words, "--workspace", result["workspace"], "--json", KTA_PASSPHRASE=demo.PASSPHRASE)
    return run.returncode, json.loads(run.stdout)


def test_that_the_demonstration_leaves_everything_it_names(made):
    folder, result = made
    for path in (result["workspace"], *result["sheets"], result["bundle"], result["receipt"]):
        assert (folder / path).exists()


def test_that_the_bundle_passes_every_check(made):
    run = kta("bundle", "verify", made[1]["bundle"], "--json")
    assert run.returncode == 0
    checks = json.loads(run.stdout)["checks"]
    assert len(checks) >= 8
    assert all(check["ok"] for check in checks)


def test_that_a_flipped_byte_anywhere_is_found_and_named(made, tmp_path):
    data = bytearray(Path(made[1]["bundle"]).read_bytes())
    draw = random.Random(20261122)
    runs = (kta, *[again] * 7)
    for by, position in zip(
        runs,
        [0, len(data) - 1, *(draw.randrange(len(data)) for _ in range(6))],
        strict=True,
    ):
        damaged = bytearray(data)
        damaged[position] ^= 1 << draw.randrange(8)
        file = tmp_path / f"{position}.kta"
        file.write_bytes(damaged)
        run = by("bundle", "verify", file, "--json")
        assert run.returncode == 1, position
        assert "Traceback" not in run.stderr
        errors = json.loads(run.stdout)["errors"]
        assert errors
        assert all(error["code"] and error["message"] for error in errors)


def test_that_any_unzip_tool_reads_the_bundle(made):
    with zipfile.ZipFile(made[1]["bundle"]) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert "bagit.txt" in names
    assert any(name.startswith("data/evidence/") and name.endswith(".jpg") for name in names)


def test_that_the_audit_turns_received(made):
    code, rows = command(made, "audit", "list")
    assert code == 0
    told = [(row["number"], row["delivery"], row["demo"]) for row in rows]
    assert told == [("KTA-2026-014", "received", True), ("KTA-2023-041", "draft", True)]
    assert rows[0]["answered"] >= 330


def test_that_the_doctor_finds_the_chain_whole(made):
    code, report = command(made, "doctor")
    assert [finding for finding in report["findings"] if not finding["ok"]] == []
    assert code == 0


def test_that_a_sheet_can_be_printed_again_in_english(made, tmp_path):
    code, info = command(
        made, "sheet", made[1]["audit"], "--kind", "filled", "--lang", "en",
        "--out", tmp_path / "sheet.pdf",
    )  # fmt: skip
    assert code == 0
    assert info["pages"] > 5


@pytest.mark.parametrize("kind", [Kind.BOTH, Kind.CONFIDENTIAL, Kind.REPORT])
def test_that_documents_are_printed_for_the_ministry_in_kazakh(made, tmp_path, kind):
    file = tmp_path / f"{kind}.pdf"
    part = ("--sections", "wat") if kind is Kind.BOTH else ()
    code, info = command(
        made, "sheet", made[1]["audit"], "--kind", kind, "--layout", "ministry", "--lang", "kk",
        "--out", file, *part, by=again,
    )  # fmt: skip
    assert code == 0, info
    words = words_of(file)
    assert "KTA-2026-014" in words
    assert info["code"] in words
    assert info["pages"] >= 1


def test_that_a_print_and_its_file_are_verified(made, tmp_path):
    file = tmp_path / "sheet.pdf"
    _code, info = command(made, "sheet", made[1]["audit"], "--kind", "plan", "--out", file,
                          by=again)  # fmt: skip
    for asked in (info["code"], file):
        code, told = command(made, "sheet", "--verify", asked, by=again)
        assert code == 0, told
        assert [one["matches"][0]["standing"] for one in told["prints"]] == ["current"]
    code, told = command(made, "sheet", "--verify", "ZZZ-ZZ", by=again)
    assert code == 1
    assert told["errors"][0]["code"] == "print-unknown"


def test_that_the_audit_becomes_a_workbook(made, tmp_path):
    file = tmp_path / "audit.xlsx"
    code, info = command(made, "workbook", made[1]["audit"], "--lang", "kk", "--out", file)
    assert code == 0, info
    assert info["rows"] > 1000
    assert zipfile.is_zipfile(file)


def test_that_building_the_same_revision_again_gives_the_same_bytes(made, tmp_path):
    code, _info = command(
        made, "bundle", "build", made[1]["audit"], "--out", tmp_path / "again.kta"
    )
    assert code == 0
    assert (tmp_path / "again.kta").read_bytes() == Path(made[1]["bundle"]).read_bytes()


def test_that_opening_the_bundle_twice_elsewhere_changes_nothing(made, tmp_path):
    from kta_desktop.domain.audit import Auditor
    from kta_desktop.services import workspace

    path = tmp_path / "other.kta-workspace"
    workspace.create(path, "другой пароль", Auditor(id="x", name="Ким"))[0].close()
    counts = []
    for by in (kta, again):
        run = by("bundle", "open", made[1]["bundle"], "--workspace", path, "--json",
                 KTA_PASSPHRASE="другой пароль")  # fmt: skip
        assert run.returncode == 0, run.stderr
        counts.append(json.loads(run.stdout)["merged_changes"])
    assert counts[0] > 1300
    assert counts[1] == 0


def test_that_a_wrong_passphrase_is_one_sentence(made):
    run = kta("audit", "list", "--workspace", made[1]["workspace"], KTA_PASSPHRASE="нет")
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.stderr


def test_that_a_version_with_one_changed_answer_sends_less_than_a_megabyte(made, tmp_path):
    lair, place = tmp_path / "laptop", tmp_path / "remote"
    path = Path(made[1]["workspace"])
    shutil.copytree(path.parent, lair, ignore=shutil.ignore_patterns("remote", "*.lock"))
    shutil.copytree(path.parent / "remote", place)
    before = {file for file in place.rglob("*") if file.is_file()}
    ws = workspace.open_workspace(lair / path.name, demo.PASSPHRASE)
    try:
        with ws.store.begin() as connection:
            connection.exec_driver_sql("UPDATE remotes SET url = ?", (str(place),))
        audit = made[1]["audit"]
        whole = delivering.deliveries(ws)[0].bytes_total
        changed = Edit("wat_03", Answer(text="41", value="41").to_json())
        assert auditing.load(ws, audit).entries["wat_03"] != changed.after
        answering.store(ws, audit, [changed])
        delivering.queue(ws, audit)
        report = delivering.sync(ws)
    finally:
        ws.close()
    assert report.delivered == (audit,)
    came = {file for file in place.rglob("*") if file.is_file()} - before
    assert sum(file.stat().st_size for file in came) < 1_000_000 < whole / 4
    assert report.bytes_sent < 1_000_000


def test_that_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    run = again("demo", "--out", tmp_path)
    assert run.returncode == 1
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_that_an_unknown_pack_has_no_demonstration(tmp_path):
    run = again("demo", "--out", tmp_path / "x", "--pack", "shoes", "--json")
    assert json.loads(run.stdout)["errors"][0]["code"] == "no-demonstration"


def test_that_making_the_demonstration_anew_keeps_what_a_person_put_beside_it(tmp_path):
    folder = tmp_path / "demo"
    demo.prepare(folder)
    (folder / "mine.txt").write_text("mine")
    again = demo.prepare(folder)
    assert (folder / "mine.txt").read_text() == "mine"
    assert again.path.exists()
