"""A repeat audit of a plant that another auditor audited before, and what two centres see of it."""

from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QApplication

from kta_desktop import settings
from kta_desktop.assessment.repeat import Shift
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.packs.reference_layouts import layout
from kta_desktop.paths import data_dir
from kta_desktop.reports import secrecy
from kta_desktop.services import (
    answering,
    auditing,
    contained,
    delivering,
    filling,
    packing,
    printing_assessed,
    receiving,
    register,
    workspace,
)
from kta_desktop.services.answering import Edit
from kta_desktop.storage import keys as storage_keys
from tests.e2e.day_keyboard import Keyboard
from tests.e2e.day_program import Day, Program
from tests.e2e.measuring_program import PASSPHRASE

PLANT = Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107", category="II")
SECRET = {"is": True, "grounds": "приказ 7"}
REASON = "не окупается"


def number(text, unit, u):
    return {"text": text, "value": text, "unit": unit, "uncertainty": u, "origin": "metered"}


def text(words):
    return {"text": words, "value": words}


THEN = {
    "wat_03": number("4.1", "m3/t", "0.2"),
    "core_base_kind": {"value": "raw"},
    "core_base_amount": number("33200", "t/year", "180"),
    "core_el_purchased": number("6280", "MWh/year", "60"),
    "core_el_purchased#confidential": SECRET,
    "core_measures/open": {"order": 1.0},
    "core_measures/open/measure": text("Насос Н-7"),
    "core_measures/shut": {"order": 2.0},
    "core_measures/shut/measure": text("Рецептура Х-77"),
    "core_measures/shut#confidential": SECRET,
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a maker of workspaces; bundles hold no printed sheets: they are not the subject."""
    monkeypatch.setattr(storage_keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(contained, "sheets", lambda *_args: {})
    opened = []

    def make(name):
        profile = Auditor(id=new_id(), name=name, role="lead")
        ws, _code = workspace.create(tmp_path / name / "w.ktadb", PASSPHRASE, profile)
        opened.append(ws)
        return ws

    yield make
    for ws in opened:
        ws.close()


@pytest.fixture
def before(place, tmp_path):
    """The bundle of the audit before, of another auditor on another laptop."""
    ws = place("Ким")
    new = NewAudit(
        number="KTA-2023-041",
        plant=PLANT,
        pack="food",
        team=(ws.profile,),
        starts_on="2023-05-01",
        ends_on="2023-05-02",
        reference_year=2022,
    )
    audit = auditing.start(ws, new).id
    answering.store(ws, audit, [Edit(*pair) for pair in THEN.items()])
    return packing.build(ws, audit, tmp_path / "KTA-2023-041.kta").path


@pytest.fixture
def day(qtbot, tmp_path, before):
    """The program of an auditor who knows nothing of the plant, the list of audits in sight."""
    profile = Auditor(id=new_id(), name="Жұмабаева Айгүл", role="lead")
    made, _code = workspace.create(data_dir() / workspace.FILE_NAME, PASSPHRASE, profile)
    made.close()
    settings.save(settings.Settings(language="ru"))
    keys = Keyboard(qtbot, tmp_path / "pictures")
    day = Day(keys, tmp_path, Program(qtbot))
    keys.wait_focus("unlock_passphrase")
    keys.type(PASSPHRASE)
    keys.press("Return")
    keys.wait(lambda: day.program.window.frame is not None, "list of audits")
    keys.in_file_dialog(before)
    keys.press("Ctrl+O")
    yield day
    day.program.close()


@pytest.mark.timeout(300)
def test_that_a_repeat_audit_begins_from_a_bundle_and_tells_both_only_where_both_are(
    day, before, place, tmp_path
):
    begin(day)
    answer(day)
    say_what_became(day)
    stick = tmp_path / "stick"
    stick.mkdir()
    ws, audit = day.program.window.frame.workspace, day.audit
    deliver(ws, audit, stick)
    both, one = (at_centre(place(name), ws, stick) for name in ("Оба", "Один"))
    packing.open_bundle(both, before)
    tells_the_ministry_no_secret(both, audit)
    assert told(one, audit, "ministry") is None
    said = auditing.load(one, audit).entries["@became/open"]
    assert said == {"state": "dropped", "reason": REASON, "measure": "Насос Н-7"}


def begin(day):
    """Take the plant from the audit that came, start, and take its answers over."""
    keys = day.keys
    keys.wait_text("KTA-2023-041")
    keys.wait_focus("audits")
    keys.press("Ctrl+N")
    keys.wait(lambda: QApplication.activeWindow().objectName() == "newAudit", "new audit")
    keys.wait_text("KTA-2023-041")
    keys.press("Alt+P")
    keys.wait_text("Вопросов: ")  # the checklist of then
    keys.press("Ctrl+Return")
    keys.wait(lambda: day.program.window.frame.page_name == "checklist", "checklist")
    keys.wait_text("уже есть аудит KTA-2023-041")
    keys.press("Alt+P")
    keys.wait_text("Взято ответов из KTA-2023-041")


def answer(day):
    """Replace the copy of a figure; the others stay copies that nobody confirmed."""
    keys = day.keys
    day.go(day.program.window.frame.editor.state.question("wat_03").number)
    keys.replace("3,25")
    keys.press("Return")
    keys.wait(lambda: day.stored("wat_03").get("value") == "3.25", "new figure")


def say_what_became(day):
    keys = day.keys
    day.page("bat", "Ctrl+5")
    keys.wait_text("Сравнение с аудитом KTA-2023-041")
    keys.press("Ctrl+D")
    keys.wait(lambda: QApplication.activeWindow().objectName() == "repeatAudit", "both audits")
    keys.look("both audits")
    wait_rows(day, "−0,85")
    keys.tab_to("Segments")
    keys.press("Right", "Right")
    wait_rows(day, "Насос Н-7", "Рецептура Х-77")
    keys.look("measures of then")
    keys.tab_to("repeated")
    keys.press("Return")
    keys.wait(lambda: QApplication.activeWindow().objectName() == "measureBecame", "question")
    keys.press("4")
    keys.press("Tab")
    keys.type(REASON)
    keys.press("Return")
    wait_rows(day, "отменено")
    keys.press("Escape")
    keys.wait(lambda: QApplication.activeModalWidget() is None, "page of techniques")
    keys.wait(lambda: "@became/open" in day.entries(), "what became of the pump")


def wait_rows(day, *parts):
    """Wait until the list of the window on top holds all of ``parts``."""

    page = day.program.window.frame.page
    model = page.findChild(QAbstractItemView, "repeated").model()

    def rows():
        places = product(range(model.rowCount()), range(model.columnCount(QModelIndex())))
        return " ".join(str(model.index(*place).data()) for place in places)

    day.keys.wait(lambda: all(part in rows() for part in parts), parts)


def deliver(ws, audit, stick):
    """Close a version and send it to a folder."""
    delivering.add_remote(ws, "centre", str(stick))
    delivering.queue(ws, audit)
    delivering.sync(ws)


def at_centre(centre, ws, stick):
    """Take in what lies in the folder, at a centre that knows the laptop."""
    register.set_centre(centre, centre=True)
    key = register.import_card(centre, register.card_text(ws))
    register.accept(centre, key.fingerprint, "auditor")
    assert len(receiving.intake(centre, str(stick)).received) == 1
    return centre


def told(ws, audit, who):
    """Return what a sheet for somebody tells of both audits; None if it tells of one."""
    record = auditing.load(ws, audit)
    form = filling.form(record.definition, record.entries)
    state = secrecy.guarded(form, layout(who))
    left = secrecy.kept_back(record, state, secrecy.secret_sessions(form, record))
    return printing_assessed.assess_of(ws, date(2026, 11, 23))(left, state).repeat


def tells_the_ministry_no_secret(ws, audit):
    """4.1 ± 0.2 → 3.25 ± 0.2 is −0.85 ± 0.28; power and recipe were locked by the other auditor."""
    repeat, whole = told(ws, audit, "ministry"), told(ws, audit, "bureau")
    shown = {each.key: each.shift for each in repeat.indicators if not each.is_kept}
    assert shown["figure.wat_03"] is Shift.BETTER
    assert "specific.electricity" not in shown
    assert "specific.electricity" in {each.key for each in whole.indicators}
    assert not [word for word in ("6280", "Х-77", "приказ 7") if word in repr(repeat)]
    assert [each.measure for each in repeat.measures] == ["Насос Н-7"]
    assert [each.measure for each in whole.measures] == ["Насос Н-7", "Рецептура Х-77"]
    assert whole.measures[0].reason == REASON
