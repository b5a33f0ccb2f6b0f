"""``kta instruments``: what there is, one reading, and simulated instruments."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.measurement.profile import DEMO, FOLDER, load
from kta_desktop.services import simulating


def kta(*words):
    return CliRunner().invoke(app, ["instruments", *words], catch_exceptions=False)


@pytest.fixture
def simulated():
    """Return a function that runs ``kta instruments simulate`` and returns what it said."""
    running = []

    def start(*words):
        command = [sys.executable, "-m", "kta_desktop", "instruments", "simulate", "--json", *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("}"):
                break
        return json.loads(said)

    yield start
    for process in running:
        process.terminate()
        assert process.wait(60) == 0
        process.stdout.close()


def test_that_profiles_and_ports_are_listed():
    found = json.loads(kta("list", "--json").stdout)
    known = {each["id"]: each for each in found["profiles"]}
    assert known["manual-gas-conditions"]["protocol"] == "manual"
    assert known["demo-dust-monitor"]["name"]["kk"]
    assert all(port["device"] for port in found["ports"])
    assert "manual-gas-conditions" in kta("list").stdout


def test_that_a_simulated_analyser_is_read_by_its_profile(simulated):
    where = simulated("--profile", "demo-gas-analyser")
    words = ["read", "demo-gas-analyser", "--port", str(where["port"])]
    found = json.loads(kta(*words, "--json").stdout)["readings"]
    assert [each["channel"] for each in found] == ["nox", "so2", "co", "o2", "t_gas"]
    assert {each["flag"] for each in found} == {"warm_up"}  # it was switched on just now
    assert all(each["raw"] for each in found)
    assert "прогрев" in kta(*words).stdout


@pytest.fixture
def started():
    """Return a function that starts simulated instruments; all are closed in the end."""
    running = []

    def start(profile, **where):
        running.append(simulating.simulate(profile, **where))

    yield start
    for instrument in running:
        instrument.close()


def test_that_the_same_device_answers_over_rtu(started, cable, tmp_path):
    profile = json.loads((FOLDER / f"{DEMO}.json").read_text("utf-8"))
    path = tmp_path / "rtu.json"
    path.write_text(json.dumps({**profile, "protocol": "modbus-rtu"}), "utf-8")
    started(load(path), device=cable.theirs)
    found = json.loads(kta("read", str(path), "--device", cable.ours, "--json").stdout)
    assert found["readings"][0]["unit"] == "mg/m3"
    assert 0 < found["readings"][0]["value"] < 50


def test_that_lines_are_written_and_read(started, cable):
    started(load(FOLDER / "example-serial-lines.json"), device=cable.theirs)
    found = json.loads(kta("read", "example-serial-lines", "--device", cable.ours, "--json").stdout)
    assert [each["channel"] for each in found["readings"]] == ["nox", "o2", "t_gas"]
    assert found["readings"][0]["raw"].startswith("NOX=")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["read", "none"], "profile-not-found"),
        (["read", "example-serial-lines", "--device", "/dev/none"], "port-missing"),
        (["read", "demo-dust-monitor", "--port", "1"], "instrument-refused"),
        (["read", "replay-raw-readings", "--path", "none.csv"], "replay-unreadable"),
        (["simulate", "--profile", "manual-gas-conditions"], "profile-not-simulated"),
        (["simulate", "--rtu", "/dev/none"], "port-missing"),
        (["simulate", "--ascii", "/dev/none"], "port-missing"),
        (["simulate", "--scenario", "none.json"], "profile-wrong"),
    ],
)
def test_that_what_cannot_be_done_is_told_by_code(words, code):
    result = kta(*words, "--json")
    assert result.exit_code == 1
    assert [error["code"] for error in json.loads(result.stdout)["errors"]] == [code]
