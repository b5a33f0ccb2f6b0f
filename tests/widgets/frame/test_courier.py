"""What is queued goes by itself, off the interface thread, as soon as nothing hinders it."""

import threading
import time

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from kta_desktop.services import courier as service
from kta_desktop.services import delivering, delivering_rows
from kta_desktop.services.channel import NetworkNow
from kta_desktop.services.delivering_rows import SyncReport
from kta_desktop.services.underway import Halt
from ui.app import courier as module
from ui.app.courier import Courier
from ui.app.frame import Frame
from ui.models.network import Network

Reach = QNetworkInformation.Reachability
Feature = QNetworkInformation.Feature


class Place:
    """Stands for the places of delivery: what is due, what a sending comes to."""

    def __init__(self):
        self.due, self.asked, self.report = True, [], SyncReport(delivered=("a",))
        self.thread, self.hold = None, threading.Event()
        self.hold.set()

    def is_due(self, _ws, network):
        self.network = network
        return self.due

    def sync(self, _ws, *, network, automatic, cancelled, **_told):
        self.thread = threading.current_thread()
        self.asked.append((network, automatic))
        self.due = False
        while not self.hold.wait(0.01):
            if cancelled():
                return SyncReport(stopped=True)
        return self.report


@pytest.fixture
def place(monkeypatch):
    made = Place()
    monkeypatch.setattr(service, "is_due", made.is_due)
    monkeypatch.setattr(delivering, "sync", made.sync)
    monkeypatch.setattr(delivering_rows, "waiting", lambda _ws: (3, 1))
    yield made
    made.hold.set()


@pytest.fixture
def network(qapp):
    return Network()


@pytest.fixture
def courier(place, workspace, runner, network, qapp):
    parent = QObject()
    made = Courier(workspace, runner, network, parent)
    yield made
    place.hold.set()
    made.setParent(None)


def test_that_what_is_due_is_sent_unasked_and_not_in_the_interface_thread(qtbot, courier, place):
    with (
        qtbot.waitSignals([courier.counted, courier.began]),
        qtbot.waitSignal(courier.ended) as done,
    ):
        courier.look()
    assert place.asked == [(NetworkNow(), True)]
    assert place.thread is not threading.main_thread()
    assert done.args[0].delivered == ("a",)


def test_that_counting_sends_nothing(qtbot, courier, place):
    with qtbot.waitSignal(courier.counted) as counted:
        courier.count()
    assert counted.args == [3, 1]
    assert place.asked == []


def test_that_it_begins_a_while_after_the_workspace_is_open_and_looks_on(
    qtbot, courier, place, monkeypatch
):
    monkeypatch.setattr(module, "FIRST_MS", 1)
    with qtbot.waitSignal(courier.ended):
        courier.begin()
    place.due = True
    with qtbot.waitSignal(courier.ended):
        courier._clock.timeout.emit()
    assert len(place.asked) == 2


def test_that_a_computer_that_slept_tries_every_place_anew(
    qtbot, courier, place, workspace, monkeypatch
):
    place.due = False
    error = {"code": "offline", "message": "…"}
    workspace.under_way.halts["centre"] = Halt(
        error=error, is_passing=True, again_at="", until=time.monotonic() + 900
    )
    workspace.under_way.halts["other"] = Halt(
        error={"code": "quota"}, is_passing=False, again_at="", until=time.monotonic() + 900
    )
    courier._wall -= 3600  # the clock on the wall ran on while nothing else did
    with qtbot.waitSignal(courier.counted):
        courier._tick()
    assert list(workspace.under_way.halts) == ["other"]


def test_that_a_network_that_is_back_is_used_at_once(qtbot, courier, place, network, monkeypatch):
    with qtbot.waitSignal(courier.ended):
        network.take(Reach.Online)
    assert place.asked[0][0].is_there


def test_that_a_sending_is_let_go_when_its_network_changes(qtbot, courier, place, network):
    place.hold.clear()
    with qtbot.waitSignal(courier.began):
        courier.look()
    assert courier.is_sending
    with qtbot.waitSignal(courier.ended) as ended:
        network.take_metered(metered=True)
    assert ended.args[0].stopped
    assert not courier.is_sending


def test_that_an_error_for_a_person_is_said_once_and_others_not_at_all(qtbot, courier, place):
    said = []
    courier.said.connect(said.append)
    full = {"code": "quota", "message": "Нет места."}
    place.report = SyncReport(errors=(full, {"code": "offline", "message": "Нет связи."}))
    for _time in range(2):
        place.due = True
        with qtbot.waitSignal(courier.ended):
            courier.look()
    assert said == ["Нет места."]


class System(QObject):
    """What tells of the network, as Qt's own does."""

    reachabilityChanged = Signal(Reach)  # noqa: N815 - Qt's name
    isMeteredChanged = Signal(bool)  # noqa: N815 - Qt's name
    isBehindCaptivePortalChanged = Signal(bool)  # noqa: N815 - Qt's name

    def __init__(self, *known):
        super().__init__()
        self._known = known

    def supports(self, feature):
        return feature in self._known

    def reachability(self):
        return Reach.Online

    def isMetered(self):  # noqa: N802 - Qt's name
        return True

    def isBehindCaptivePortal(self):  # noqa: N802 - Qt's name
        return False


def test_that_the_network_is_told_as_far_as_the_system_tells_it(network):
    network.watch(lambda: None)
    assert network.now == NetworkNow()
    network.watch(lambda: System(Feature.Metered))
    assert network.now == NetworkNow(is_there=True, is_metered=True)
    system = System(Feature.CaptivePortal)
    portal = Network()
    portal.watch(lambda: system)
    assert portal.now == NetworkNow(is_there=True, has_portal=False)
    system.isBehindCaptivePortalChanged.emit(*[True])
    assert portal.now.has_portal


def test_that_the_strip_says_how_much_waits_and_the_rail_also_what_came_back(
    qtbot, place, workspace, runner, network
):
    place.due = False
    frame = Frame(workspace, runner, network=network)
    qtbot.addWidget(frame)
    with qtbot.waitSignal(frame.queue_counted) as counted:
        frame.posting.courier.look()
    assert counted.args == [3]
    assert frame.rail._buttons["exchange"].badge == 4


def test_that_the_page_of_exchange_is_told_of_the_network(
    qtbot, place, workspace, runner, network, monkeypatch
):
    place.due = False
    from ui.views.exchange_view import ExchangeView

    told = []
    monkeypatch.setattr(ExchangeView, "follow_network", lambda _page, *now: told.append(now))
    frame = Frame(workspace, runner, network=network)
    qtbot.addWidget(frame)
    frame.show_page("exchange")
    network.take(Reach.Online)
    network.take(Reach.Disconnected)
    assert [now.is_there for now, _since in told] == [None, True, False]
    assert told[-1][1]
