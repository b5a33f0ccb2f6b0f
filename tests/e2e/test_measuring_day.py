"""Measurements at a plant, by keyboard alone: an instrument that is lost, a logger file, RTU."""

import re
import shutil
import subprocess

import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.services import instruments, packs, simulating
from kta_desktop.services.measuring_records import read_recording
from tests.e2e.measuring_program import POINT, SOURCE, age_s, opened
from tests.e2e.paper import words_of
from tests.e2e.stack_analyser import NAME, PERIOD_S, Analyser, write_profile

NOX, SO2 = "NOx, сухой газ", "SO₂, сухой газ"
FULL = re.compile(r"^Полных проб\n[1-9]", re.MULTILINE)
LINES, MEAN = 100, 200.5 * 46.005 / 22.414 / (1 - 0.09)


@pytest.fixture
def day(qtbot, tmp_path, monkeypatch):
    """An audit of a plant in the main window, the checklist in sight."""
    packs.available()
    made = opened(qtbot, tmp_path, monkeypatch)
    yield made
    made.program.close()


@pytest.fixture
def analyser():
    """A gas analyser on a socket."""
    made = Analyser()
    yield made
    made.pull_out()


def test_that_an_instrument_is_lost_and_found_and_its_figures_reach_the_answers(day, analyser):
    write_profile(instruments.folder())
    day.name_source()
    begin(day, analyser)
    lose_and_find(day, analyser)
    note_pause_and_leave_out(day)
    end(day)
    nothing_read_is_lost(day, analyser)
    send_and_take_back(day)
    print_protocol(day)


def begin(day, analyser):
    keys = day.keys
    day.page("measure", "Ctrl+4")
    keys.press("Ctrl+E")
    keys.wait_focus("session_source")
    keys.pick("session_source", SOURCE)
    keys.fill("session_point", POINT)
    keys.pick("sessionProfile", NAME)
    keys.fill("session_host", "127.0.0.1")
    keys.fill("session_port", str(analyser.port))
    keys.fill("session_serial", "4711")
    keys.press("Ctrl+2")
    for _quantity in range(2):
        keys.fill("session_minutes", "0,04")
        keys.fill("session_samples", "1")
    keys.look("new session")
    keys.press("Return")
    for name in (NOX, SO2):
        keys.wait(lambda name=name: "ppm" in day.row(name), f"row of {name}")
    keys.wait(lambda: "—" not in day.row(NOX), "value of NOx")
    keys.look("recording")


def lose_and_find(day, analyser):
    """No value stands plainly for more than two periods after the plug was pulled."""
    keys = day.keys
    keys.wait(lambda: len(analyser.told) >= 6, "readings")
    analyser.pull_out()
    told, plain = len(analyser.told), []

    def is_grey() -> bool:
        row = day.row(NOX)
        if "—" in row:
            return "было" in row
        plain.append(age_s(row))
        return False

    keys.wait(is_grey, "grey value")
    assert max(plain, default=0.0) <= 2 * PERIOD_S
    keys.wait_text("Нет связи")
    keys.look("lost")
    analyser.plug_in()
    keys.wait(lambda: "—" not in day.row(NOX), "value by itself")
    keys.wait_text("нет показаний")
    keys.look("found")
    keys.wait(lambda: len(analyser.told) >= told + 4, "readings again")


def note_pause_and_leave_out(day):
    keys = day.keys
    keys.press("F5")
    keys.wait_focus("eventWords")
    keys.type("стряхивание рукавов")
    keys.press("Return")
    keys.wait_text("стряхивание рукавов")
    keys.press(*["+"] * 8, *["Left"] * 12, "Alt+X")
    keys.wait_text("Исключаем с ")
    keys.wait(lambda: ends_here(keys), "end of what is left out")
    keys.type("замена фильтра")
    keys.press("Return")
    keys.wait_text("замена фильтра")
    keys.press("Space")
    keys.wait_text("Пауза, не усредняется", "с: Пауза")
    keys.look("pause")
    keys.press("Space")
    keys.wait(lambda: not keys.reads("Пауза, не усредняется"), "end of the pause")


def ends_here(keys):
    """Go on to the right and say that the exclusion ends there; it is refused while it is short."""
    keys.press(*["Right"] * 4, "Alt+X")
    return keys.focus() == "eventWords"


def end(day):
    keys = day.keys
    keys.wait(lambda: FULL.search("\n".join(keys.texts())), "full sample")
    keys.look("samples")
    keys.press("Ctrl+E")
    keys.wait_text("Все пробы полные")
    keys.press("Alt+E")
    keys.wait_text("Сеанс сохранён, полных проб: ", "Не сравнивается")
    keys.wait_text("стряхивание рукавов", "замена фильтра", "с: Пауза", "Нет показаний: ")
    keys.look("protocol")
    (session,) = day.sessions()
    assert session["ended_at"]
    assert not session["simulated"]
    assert [event["text"] for event in session["events"]] == ["стряхивание рукавов"]
    assert "замена фильтра" in [each["reason"] for each in session["exclusions"]]
    assert all(part["samples"] for part in (session, *session["others"]))


def nothing_read_is_lost(day, analyser):
    """Of what went out only the last answer before a cut may be missing: it may not have come."""
    (session,) = day.sessions()
    found = read_recording(day.program.window.frame.workspace, session["id"])["nox"]
    assert set(found.flags.tolist()) == {Flag.GOOD}
    kept = [round(value, 1) for value in found.values.tolist()]
    assert kept == sorted(set(kept))
    may_miss = {*analyser.last, analyser.told[-1]}
    assert set(analyser.told) - set(kept) <= may_miss
    assert set(kept) <= set(analyser.told)


def send_and_take_back(day):
    keys = day.keys
    before = day.entries()
    written = day.send_results()
    means = [value for path, value in written.items() if path.endswith("/conc")]
    assert [mean["origin"] for mean in means] == ["measured_auditor"] * 2, written
    day.page("checklist", "Ctrl+3")
    day.go("G8")
    day.wait_cells(*(mean["text"].replace(".", ",") for mean in means))
    keys.look("answers")
    keys.press("Ctrl+Z")
    keys.wait(lambda: day.entries() == before, "undo of what was sent")
    keys.look("taken back")


def print_protocol(day):
    keys = day.keys
    file = day.folder / "sheet.pdf"
    day.page("print", "Ctrl+7")
    keys.wait_text("Напечатать ")
    keys.in_file_dialog(file)
    keys.press("Ctrl+Shift+S")
    keys.wait_text("Лист сохранён")
    printed = words_of(file)
    for part in (SOURCE, POINT, "4711", "стряхивание рукавов", "замена фильтра", "Нет показаний: "):
        assert part in printed, printed


def test_that_a_logger_file_is_accounted_for_analysed_and_sent(day):
    keys = day.keys
    file = write_log(day.folder / "analyser.csv")
    day.name_source()
    day.page("measure", "Ctrl+4")
    keys.press("Alt+F")
    keys.wait_focus("loggerFiles")
    keys.in_file_dialog(file)
    keys.press("Ctrl+O")
    keys.wait_text(f"Всего строк {LINES + 2} = ", f"прочитано {LINES}", "отклонено 1")
    keys.look("understood")
    keys.press("Alt+4")
    keys.fill("logger_source", SOURCE)
    keys.fill("logger_point", POINT)
    keys.fill("logger_moisture", "9")
    keys.look("where to")
    keys.press("Ctrl+Return")
    keys.wait_text("Из файла регистратора", "полных проб: 3")
    keys.look("imported")
    (session,) = day.sessions()
    found = read_recording(day.program.window.frame.workspace, session["id"])
    assert {len(series.times) for series in found.values()} == {LINES}
    assert (session["recorded"], len(session["samples"])) == ("file", 3)
    written = day.send_results()
    means = [value for path, value in written.items() if path.endswith("/conc")]
    assert [float(mean["value"]) for mean in means] == [pytest.approx(MEAN, rel=1e-3)]
    keys.press("Ctrl+Z")
    keys.wait(lambda: not any(path.endswith("/conc") for path in day.entries()), "undo")


def write_log(file):
    """Write 100 minutes as an instrument does, with one line that cannot be read."""
    rows = [
        f"14.03.2026 {10 + minute // 60:02}:{minute % 60:02}:00;{200 + minute % 2};10,4"
        for minute in range(LINES)
    ]
    rows.insert(40, "14.03.2026 10:39:30;сбой связи")
    file.write_text("\r\n".join(["Дата и время;NOx, ppm;O2, % об.", *rows, ""]), "cp1251")
    return file


@pytest.fixture
def line(tmp_path):
    """Two serial ports that are joined, and an instrument that answers at the far one."""
    if shutil.which("socat") is None:
        pytest.skip("socat is not installed: no pair of serial ports to test with")
    ours, theirs = str(tmp_path / "ours"), str(tmp_path / "theirs")
    ends = [f"pty,raw,echo=0,link={end}" for end in (ours, theirs)]
    with subprocess.Popen(["socat", "-d", "-d", *ends], stderr=subprocess.PIPE) as cable:
        assert any(b"starting data transfer loop" in said for said in cable.stderr)
        write_profile(instruments.folder(), "modbus-rtu")
        simulator = simulating.simulate(instruments.profile("stack-analyser"), device=theirs)
        yield ours
        simulator.close()
        cable.kill()


def test_that_an_instrument_on_a_serial_line_is_tried_and_recorded(day, line):
    keys = day.keys
    day.page("measure", "Ctrl+4")
    keys.press("Ctrl+E")
    keys.wait_focus("session_source")
    keys.type(SOURCE)
    keys.fill("session_point", POINT)
    keys.pick("sessionProfile", NAME)
    keys.fill("session_device", line)
    keys.press("Ctrl+R")
    keys.wait(lambda: "ppm" in day.row(NOX) or keys.reads("ppm"), "readings of the trial")
    keys.look("trial")
    keys.press("Return")
    keys.wait(lambda: "ppm" in day.row(NOX) and "—" not in day.row(NOX), "value of NOx")
    keys.wait_text("Modbus RTU 1")
    keys.look("serial line")
    keys.press("Ctrl+E")
    keys.wait_text("Записано: ")
    keys.press("Alt+E")
    keys.wait_text("Сеанс сохранён, полных проб: 0.")
    (session,) = day.sessions()
    found = read_recording(day.program.window.frame.workspace, session["id"])
    assert all(len(series.times) for series in found.values())
    assert (session["simulated"], len(found)) == (False, 4)
