"""The whole dairy checklist, in one language, by keyboard alone."""

from kta_desktop import settings
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.paths import data_dir
from kta_desktop.services import auditing, packs, workspace
from tests.e2e.day_keyboard import Keyboard
from tests.e2e.day_program import Day, Program
from tests.e2e.walk import BLANK, UNITS, Walk, is_answer

LEAST = 500  # answers, cells and rows: fewer, and questions were left out
PASSPHRASE = "тихая мойка утром 7"


def fill_in(qtbot, folder, language):
    """Fill in the whole checklist of a dairy; compare what is stored with what was meant."""
    packs.available()
    profile = Auditor(id=new_id(), name="Жұмабаева Айгүл")
    ws, _code = workspace.create(data_dir() / workspace.FILE_NAME, PASSPHRASE, profile)
    new = NewAudit(
        number="KTA-2026-014",
        plant=Plant(name="ЖШС «Ақбұлақ Сүт»", bin="250340000107", category="II"),
        pack="food",
        team=(profile,),
        starts_on="2026-12-01",
        ends_on="2026-12-03",
        reference_year=2025,
    )
    begun = dict(auditing.start(ws, new).entries)
    ws.close()
    settings.save(settings.Settings(language=language))
    day = Day(Keyboard(qtbot, folder / "pictures"), folder, Program(qtbot))
    try:
        unlock(day)
        walk = Walk(day, language)
        walk.to_the_end()
        compare(day, walk, begun)
    finally:
        day.program.close()


def unlock(day):
    keys = day.keys
    keys.wait_focus("unlock_passphrase")
    keys.type(PASSPHRASE)
    keys.press("Return")
    keys.wait(lambda: day.program.window.frame is not None, "list of audits")
    keys.wait_focus("audits")
    keys.press("Return")
    keys.wait(lambda: day.program.window.frame.page_name == "checklist", "checklist")
    day.go("A1")


def compare(day, walk, begun):
    """Compare what the workspace holds with the script: nothing more, nothing less."""
    asked = (place.address for place in walk.state.places() if place.question.is_asked)
    assert set(asked) - set(walk.passed) == set()
    before = {path: value for path, value in begun.items() if is_answer(path)}
    new = {
        path: value
        for path, value in day.entries().items()
        if is_answer(path) and before.get(path) != value
    }
    differing = {
        path: (new.get(path), walk.meant.get(path))
        for path in new.keys() | walk.meant.keys()
        if not _same(new.get(path), walk.meant.get(path))
    }
    assert differing == {}
    assert len(new) > LEAST


def _same(stored, meant):
    if meant == BLANK:
        return isinstance(stored, dict) and bool(stored.get("blank"))
    if isinstance(meant, dict) and meant.get("unit") == UNITS:
        return isinstance(stored, dict) and stored == meant | {"unit": stored.get("unit")}
    return stored == meant
