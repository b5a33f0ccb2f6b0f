"""One more instrument while a session is recorded."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.measurement import Instrument
from kta_desktop.services import auditing, judging, measuring
from kta_desktop.services.session_plan import Choices
from ui.dialogs.add_instrument import AddInstrumentDialog, free_id
from ui.models.session_start import Offer

WAIT_MS = 20_000


@pytest.fixture
def view(qtbot, workspace, runner, measure_view):
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    made = measure_view(workspace, runner, auditing.start(workspace, new).id)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made._loaded is not None)
    made.begin(measuring.demo_plan("", 0))
    qtbot.waitUntil(made.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: made.recorder.view and made.recorder.view.points > 0, timeout=WAIT_MS)
    yield made
    made.close()


def test_that_an_instrument_found_missing_joins_the_same_session(qtbot, view, workspace):
    before = view.recorder.live.session_id
    points = view.recorder.view.points
    view.focus_first()
    qtbot.keyClick(view._page.chart._chart, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: view.findChild(AddInstrumentDialog) is not None, timeout=WAIT_MS)
    dialog = view.findChild(AddInstrumentDialog)
    by_hand = next(each for each in dialog.card._profiles if each.id == "manual-gas-conditions")
    dialog.card.choose(by_hand)
    tube = Instrument(name="Пневмотрубка", serial="118", verified_until="2024-02-02")
    dialog.card.take_instrument(tube)
    dialog._try()
    assert dialog.isVisible()  # its verification expired: why is it used?
    dialog.card._reason.field.setText("другой нет")
    dialog._try()
    qtbot.waitUntil(lambda: len(view.recorder.plan.links) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view.recorder.view.points > points, timeout=WAIT_MS)
    assert view.recorder.live.session_id == before
    told = {channel.id for channel in view.recorder.view.channels}
    assert {"dust", "p_baro"} <= told
    view.finish()
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=WAIT_MS)
    (session,) = judging.sessions(auditing.load(workspace, view._editor.record.id))
    assert session.id == before
    assert [each.name for each in session.instruments][-1] == "Пневмотрубка"
    assert any("другой нет" in event.text for event in session.events)


def test_that_it_gets_an_id_that_nobody_has():
    plan = measuring.demo_plan("", 0)
    assert free_id(plan) == "i3"
    assert free_id(replace(plan, instruments=())) == "i2"


def test_that_a_profile_from_a_file_joins_as_in_the_beginning(qtbot, runner, tmp_path):
    known = measuring.demo_plan("", 0).links[0].profile
    data = known.model_dump(mode="json", exclude_defaults=True) | {"id": "own"}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), "utf-8")
    offered = Offer(choices=Choices(), profiles=(known,))
    dialog = AddInstrumentDialog(offered, measuring.demo_plan("", 0), runner)
    qtbot.addWidget(dialog)
    dialog.take_profile(path)
    assert dialog.card.profile is not None
    assert dialog.card.profile.id == "own"
