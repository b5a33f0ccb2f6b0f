"""Instruments on serial ports, over a joined pair of them: RTU, lines, and pulled plugs."""

import contextlib
import errno
import threading

import pytest
import serial

from kta_desktop.domain.flag import Flag
from kta_desktop.errors import KtaError
from kta_desktop.measurement import serial_lines
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.errors import InstrumentTooFastError
from kta_desktop.measurement.link_errors import (
    DeviceSilentError,
    LineEndlessError,
    LineGarbledError,
    PortBusyError,
    PortLostError,
    PortMissingError,
    PortUnusableError,
    UnitSilentError,
    ValueUnreadableError,
)
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.readers import read_once
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.measurement.serial_port import open_port
from kta_desktop.measurement.simulated_lines import LineSimulator
from kta_desktop.measurement.simulator import Simulator


@pytest.fixture
def rtu(profile):
    """Return an RTU instrument that is read every 20 ms."""
    serial_port = {"baud_rate": 115200}
    more = {"protocol": "modbus-rtu", "serial": serial_port, "timeout_s": 0.2}
    return InstrumentProfile.model_validate({**profile.model_dump(), **more})


@pytest.fixture
def lined():
    """Return an instrument that writes lines with a checksum every 20 ms."""
    return InstrumentProfile.model_validate(
        {
            "id": "lined",
            "name": {},
            "protocol": "serial-ascii",
            "period_s": 0.02,
            "timeout_s": 0.3,
            "serial": {"baud_rate": 115200},
            "lines": {
                "pattern": r"NO=(?P<no>\S+) O2=(?P<o2>\S+) ST=(?P<st>\w+)",
                "example": "NO=1.0 O2=2.0 ST=OK",
                "end": "\r\n",
                "checksum": "xor",
                "checksum_mark": "*",
            },
            "fields": [
                {"channel": "no", "field": "no", "unit": "ppm", "label": {}},
                {"channel": "o2", "field": "o2", "unit": "vol%", "label": {}},
            ],
            "status_fields": [{"field": "st", "rules": [{"says": "purge", "text": "PU"}]}],
        }
    )


@pytest.fixture
def plain():
    """Return an instrument that writes one number a line."""
    return InstrumentProfile.model_validate(
        {
            "id": "plain",
            "name": {},
            "protocol": "serial-ascii",
            "timeout_s": 0.2,
            "period_s": 0.05,
            "lines": {"separator": ";"},
            "fields": [
                {"channel": "dust", "field": "1", "unit": "mg/m3", "label": {}},
                {"channel": "t_gas", "field": "2", "unit": "degC", "label": {}},
            ],
        }
    )


@pytest.fixture
def simulated():
    """Return a function that keeps simulators of lines and RTU; all are closed in the end."""
    running = []
    yield lambda made: running.append(made) or made
    for simulator in running:
        simulator.close()


@pytest.fixture
def written(cable):
    """Return the other end of the cable, to write by hand."""
    with serial.Serial(cable.theirs, timeout=1) as port:
        yield port


def at(base):
    return Scenario.model_validate({"channels": {name: {"base": v} for name, v in base.items()}})


def test_that_an_instrument_is_read_over_rtu_and_found_again(
    rtu, cable, simulated, scenario, listen, until
):
    simulated(Simulator(rtu, scenario, SystemClock(), device=cable.theirs))
    heard = listen(rtu, device=cable.ours)
    until(lambda: heard.count("dust") > 5 and heard.count("t_gas") > 5)
    assert heard.connection.up
    cable.cut()
    until(lambda: isinstance(heard.error, PortLostError | PortMissingError))
    assert not heard.connection.up
    before = heard.count("dust")
    cable.join()
    simulated(Simulator(rtu, scenario, SystemClock(), device=cable.theirs))
    until(lambda: heard.count("dust") > before + 3)
    assert heard.connection.up
    assert set(heard.values("dust")) == {6.5}
    assert set(heard.values("t_gas")) == {82.3}


def test_that_another_device_number_on_the_line_is_silence(
    rtu, cable, simulated, scenario, listen, until, link_of
):
    simulated(Simulator(rtu, scenario, SystemClock(), device=cable.theirs))
    quick = rtu.model_copy(update={"timeout_s": 0.05})
    heard = listen(quick, device=cable.ours, unit_id=9)
    until(lambda: isinstance(heard.error, UnitSilentError))
    assert not heard.count("dust")
    heard.reader.stop()
    with pytest.raises(UnitSilentError):
        read_once(link_of(quick, device=cable.ours, unit_id=9))
    readings = read_once(link_of(rtu, device=cable.ours))
    assert [reading.value for reading in readings] == [6.5, 82.3]


@pytest.mark.parametrize("harm", ["garbage", "half", "other-unit", "twice", "silent"])
def test_that_disturbed_rtu_frames_are_not_recorded(harm, rtu, cable, simulated, listen, until):
    class Steps:
        time = 0.0

        def now(self):
            return self.time

    clock = Steps()
    trouble = {"harm": harm, "at_s": 10, "length_s": 10}
    base = {"channels": {"dust": {"base": 6.5}, "t_gas": {"base": 80.0}}, "troubles": [trouble]}
    simulated(Simulator(rtu, Scenario.model_validate(base), clock, device=cable.theirs))
    quick = rtu.model_copy(update={"timeout_s": 0.03})
    heard = listen(quick, device=cable.ours)
    until(lambda: heard.count("dust") > 2)
    clock.time = 15.0
    if harm != "twice":
        until(lambda: heard.error is not None)
    clock.time = 25.0
    before = heard.count("dust")
    until(lambda: heard.count("dust") > before + 3 and heard.error is None)
    assert set(heard.values("dust")) == {6.5}
    assert set(heard.values("t_gas")) == {80.0}


class SlowSlave(threading.Thread):
    """An RTU device that answers now and then too late, with the address as the value."""

    def __init__(self, port, late_s):
        super().__init__(daemon=True)
        self.port, self.late_s, self.asked = port, late_s, 0
        self._pause = threading.Event()

    def run(self):
        from pymodbus.framer.rtu import FramerRTU

        with contextlib.suppress(OSError, TypeError):
            while True:
                request = self.port.read(8)
                if len(request) < 8:
                    continue
                self.asked += 1
                body = bytes([request[0], request[1], 2]) + request[2:4]
                if self.asked % 5 in {3, 4}:
                    self._pause.wait(self.late_s)
                self.port.write(body + FramerRTU.compute_CRC(body).to_bytes(2, "big"))


def test_that_a_late_answer_is_never_taken_for_that_of_another_block(cable, listen, until, written):
    parts = {"label": {}, "unit": "1", "type": "uint16"}
    told = [{"channel": f"c{at}", "address": at, **parts} for at in (100, 200, 300)]
    profile = InstrumentProfile.model_validate(
        {"id": "x", "name": {}, "protocol": "modbus-rtu", "period_s": 0.01, "timeout_s": 0.1,
         "serial": {"baud_rate": 115200}, "registers": told}
    )  # fmt: skip
    slave = SlowSlave(written, 0.23)
    slave.start()
    heard = listen(profile, device=cable.ours)
    until(lambda: slave.asked > 14)
    heard.reader.stop()
    for at in (100, 200, 300):
        assert set(heard.values(f"c{at}")) == {float(at)}


def test_that_lines_are_read_marked_and_found_again(lined, cable, simulated, listen, until):
    shown = Scenario.model_validate(
        {
            "channels": {"no": {"base": 182.4}, "o2": {"base": 8.6}},
            "states": [{"says": "purge", "at_s": 0, "length_s": 0.1, "every_s": 0.2}],
        }
    )
    simulated(LineSimulator(lined, shown, SystemClock(), device=cable.theirs))
    heard = listen(lined, device=cable.ours)
    until(lambda: {Flag.GOOD, Flag.PURGE} == set(heard.flags("no")))
    assert set(heard.values("no")) == {182.4}
    cable.cut()
    until(lambda: isinstance(heard.error, PortLostError | PortMissingError))
    before = heard.count("o2")
    cable.join()
    simulated(LineSimulator(lined, shown, SystemClock(), device=cable.theirs))
    until(lambda: heard.count("o2") > before + 3)
    assert heard.connection.up


def test_that_an_instrument_answers_when_asked(lined, cable, simulated, listen, until, link_of):
    asked = lined.model_copy(update={"lines": lined.lines.model_copy(update={"request": "D?"})})
    shown = at({"no": 12.5, "o2": 9.0})
    simulated(LineSimulator(asked, shown, SystemClock(), device=cable.theirs))
    heard = listen(asked, device=cable.ours)
    until(lambda: heard.count("no") > 5)
    heard.reader.stop()
    readings = read_once(link_of(asked, device=cable.ours))
    assert [reading.value for reading in readings] == [12.5, 9.0]
    assert "NO=12.50" in readings[0].raw


def test_that_a_line_begun_before_the_port_was_opened_is_left_out(plain, listen, until, written):
    heard = listen(plain, device=str(written.port).replace("theirs", "ours"))
    until(lambda: isinstance(heard.error, DeviceSilentError))
    feed = serial_lines.LineSplitter("\n", begins_within=True).feed
    assert feed(b"2.5;140\n11.5;140\n") == [b"11.5;140"]  # the rest of 12.5
    written.write(b"11.5;141\n")
    until(lambda: heard.count("dust"))
    assert heard.values("dust") == [11.5]


def test_that_garbage_between_lines_is_counted_and_good_lines_are_kept(
    plain, cable, written, listen, until
):
    heard = listen(plain, device=cable.ours)
    until(lambda: isinstance(heard.error, DeviceSilentError))
    written.write(b"10.5;140\n\xff\x00\xfe;;\n11.5;x\n12.5\n;;\n13.5;141\n")
    until(lambda: heard.count("dust") == 4)
    assert heard.values("dust") == [10.5, 11.5, 12.5, 13.5]
    assert heard.values("t_gas") == [140.0, 141.0]
    assert heard.connection.garbled == 3  # two lines, and a field that is no number
    times = heard.series("dust").times.tolist()
    assert sorted(set(times)) == times


def test_that_errors_of_lines_are_told_while_they_last(plain, cable, written, listen, until):
    heard = listen(plain, device=cable.ours)
    until(lambda: isinstance(heard.error, DeviceSilentError))
    written.write(b"10.5;x\n")
    until(lambda: isinstance(heard.error, ValueUnreadableError))
    written.write(b"nonsense\n")
    until(lambda: isinstance(heard.error, LineGarbledError))
    assert "nonsense" in heard.error.sentence("ru")
    written.write(b"10.5;140\n")
    until(lambda: heard.error is None)
    until(lambda: isinstance(heard.error, DeviceSilentError))
    assert not heard.connection.up


def test_that_a_line_without_an_end_takes_bounded_memory(plain, cable, written, listen, until):
    heard = listen(plain, device=cable.ours)
    until(lambda: isinstance(heard.error, DeviceSilentError))
    for _part in range(20):
        written.write(b"7" * 1000)
    until(lambda: isinstance(heard.error, LineEndlessError))
    written.write(b"\n10.5;140\n")
    until(lambda: heard.count("dust"))
    assert heard.values("dust") == [10.5]


def test_that_a_thousand_lines_a_second_are_bounded_and_told(plain, cable, written, listen, until):
    heard = listen(plain, device=cable.ours)
    until(lambda: isinstance(heard.error, DeviceSilentError))
    sent = 2000
    for _part in range(sent // 100):
        written.write(b"10.5;140\n" * 100)
    until(lambda: isinstance(heard.error, InstrumentTooFastError))
    until(lambda: heard.count("dust") * 2 + heard.connection.dropped == sent * 2)
    assert heard.count("dust") < sent
    assert str(heard.connection.dropped) in heard.error.sentence("kk")


def test_that_a_port_that_is_missing_or_busy_is_told(plain, rtu, cable, tmp_path, listen, until):
    for profile in (plain, rtu):
        heard = listen(profile, device=str(tmp_path / "none"))
        until(lambda each=heard: isinstance(each.error, PortMissingError))
        heard.reader.stop()
        with serial.Serial(cable.ours, exclusive=True):
            busy = listen(profile, device=cable.ours)
            until(lambda each=busy: isinstance(each.error, PortBusyError))
            busy.reader.stop()


def test_that_what_is_no_port_is_unusable(plain, rtu, tmp_path, listen, until):
    path = tmp_path / "file"
    path.write_text("no port", "utf-8")
    for profile in (plain, rtu):
        heard = listen(profile, device=str(path))
        until(lambda each=heard: isinstance(each.error, PortUnusableError))
        wrong = listen(profile, device=str(path), baud_rate=-5)
        until(lambda each=wrong: isinstance(each.error, PortUnusableError))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (serial.SerialException(errno.EACCES, "Permission denied"), "port-denied"),
        (serial.SerialException(errno.EBUSY, "Device or resource busy"), "port-busy"),
        (serial.SerialException(errno.ENODEV, "No such device"), "port-missing"),
        # Windows: pyserial quotes what the system said, and access denied means in use.
        (serial.SerialException("could not open: PermissionError(13, 'Access')"), "port-busy"),
        (serial.SerialException("could not open: FileNotFoundError(2, 'File')"), "port-missing"),
        (serial.SerialException("could not open: OSError(22, 'semaphore')"), "port-unusable"),
        (ValueError("Not a valid baudrate: 3"), "port-unusable"),
    ],
)
def test_that_what_the_system_says_of_a_port_is_told_in_words(
    plain, link_of, monkeypatch, error, code
):
    def refuses(*_where, **_how):
        raise error

    monkeypatch.setattr(serial, "Serial", refuses)
    with pytest.raises(KtaError) as told:
        open_port(link_of(plain, device="COM4"), timeout_s=0.1)
    assert told.value.code == code
    assert "COM4" in told.value.sentence("ru")
