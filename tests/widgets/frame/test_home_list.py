"""The list of audits: stages, what is beside it, the training audit, comparison."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.domain.audit import AuditSummary, Delivery, Plant
from kta_desktop.domain.stage import Phase, Stage
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import demo, returned, training
from ui.models.audit_table import AuditTable, FoundAudits, count, earlier_of, stage_text
from ui.widgets.audit_cells import stage_width
from ui.widgets.audit_list import AuditColumn, AuditList
from ui.widgets.keyed_text import KeyedText
from ui.widgets.rail import NARROW, WIDE, Rail, RailItem


def row(number, stage=None, **parts):
    return AuditSummary(
        id=number,
        number=number,
        plant=Plant(name="ТОО «Сүт»", bin="250340000107"),
        pack="food",
        pack_title={"ru": "Молоко", "kk": "Сүт"},
        answered=68,
        total=100,
        delivery=parts.pop("delivery", Delivery.DRAFT),
        saved_at="2026-11-22T09:00:00Z",
        stage=stage,
        **parts,
    )


ON_SITE = row("14", Stage(Phase.ON_SITE, 3, day=2, days=3), starts_on="2026-11-21")
SENT = row("12", Stage(Phase.HANDED_OVER, 6), delivery=Delivery.DELIVERED)
DONE = row(
    "06",
    Stage(Phase.HANDED_OVER, 6),
    delivery=Delivery.RECEIVED,
    exchanged_at="2026-09-11T08:00:00Z",
    starts_on="2026-09-01",
)
ROWS = (ON_SITE, SENT, DONE)


def test_that_the_stage_is_told_in_words():
    assert stage_text(ON_SITE) == "На площадке · день 2 из 3"
    assert stage_text(DONE) == "Сдан · квитанция 11.09.2026"
    assert stage_text(row("1")) == ""


def test_that_every_filter_counts_what_it_shows():
    counts = {name: count(ROWS, name) for name in ("all", "site", "send", "returned", "done")}
    assert counts == {"all": 3, "site": 1, "send": 1, "returned": 0, "done": 1}
    rows = AuditTable()
    rows.show_rows(ROWS)
    found = FoundAudits(rows)
    for name, number in counts.items():
        found.narrow(name)
        assert found.rowCount() == number, name


def test_that_the_earlier_audit_is_the_last_one_of_the_same_plant():
    old = replace(DONE, id="x", starts_on="2023-10-02")
    invented = replace(DONE, id="d", demo=True)
    elsewhere = replace(DONE, id="e", plant=Plant(name="ТОО «Ет»", bin="990340001234"))
    assert earlier_of(ON_SITE, (*ROWS, old, invented, elsewhere)) is DONE
    assert earlier_of(DONE, (ON_SITE, DONE)) is None
    nameless = replace(ON_SITE, plant=Plant(name="ТОО"))
    assert earlier_of(nameless, ROWS) is None
    foreign = replace(DONE, starts_on="скоро")  # no day, as another program may send it
    assert earlier_of(foreign, ROWS) is None
    assert earlier_of(ON_SITE, (ON_SITE, replace(foreign, starts_on="1"))) is None


@pytest.mark.parametrize("width", [1000, 830])
def test_that_no_note_of_a_stage_is_cut(qtbot, width):
    shown = AuditList()
    qtbot.addWidget(shown)
    shown.resize(width, 300)
    shown.show_rows(ROWS)
    column = shown.columnWidth(AuditColumn.STAGE)
    assert all(column >= stage_width(each, whole=False) for each in ROWS)


def test_that_the_heading_says_what_the_list_is_sorted_by(qtbot):
    shown = AuditList()
    qtbot.addWidget(shown)
    heads = shown.rows

    def head(column):
        return heads.headerData(column, Qt.Orientation.Horizontal)

    assert head(AuditColumn.SAVED).endswith(" ↓")
    shown.sortByColumn(AuditColumn.PLANT, Qt.SortOrder.AscendingOrder)
    assert head(AuditColumn.PLANT).endswith(" ↑")
    assert not head(AuditColumn.SAVED).endswith("↓")


def test_that_a_sentence_with_keys_is_read_out_whole(qtbot):
    text = KeyedText("Нажмите [Ctrl+N], чтобы начать")
    qtbot.addWidget(text)
    assert text.accessibleName() == "Нажмите Ctrl N, чтобы начать"
    assert text.heightForWidth(100) > text.heightForWidth(1000)


ITEMS = tuple(RailItem(name=f"p{n}", icon="activity", rule=n in (1, 8)) for n in range(12))


@pytest.mark.parametrize(("height", "width"), [(454, NARROW), (454, WIDE), (700, WIDE)])
def test_that_every_page_of_the_rail_is_seen_whole(qtbot, height, width):
    rail = Rail(ITEMS)
    qtbot.addWidget(rail)
    rail.set_labels({item.name: "Басып шығару" for item in ITEMS})
    rail.set_width(width)
    rail.resize(rail.width(), height)
    rail.show()
    qtbot.waitUntil(lambda: rail._buttons["p11"].geometry().bottom() <= height)
    assert rail.minimumSizeHint().height() <= 454


@pytest.fixture
def short_demo(monkeypatch):
    """Let the training audit have one short sample: how long it measured is not the claim."""
    whole = demo._data

    def data(pack):
        found = whole(pack)
        found["session"] |= {"samples": 1, "sample_minutes": 1, "events": []}
        return found

    monkeypatch.setattr(demo, "_data", data)


@pytest.mark.usefixtures("short_demo")
def test_that_a_training_audit_is_made_and_taken_away_from_the_list(window, qtbot, workspace):
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.frame.editor is not None, timeout=30_000)
    assert window.frame.editor.record.is_demo
    window.frame.show_page("home")
    qtbot.waitUntil(lambda: bool(home.list.rows.rows()))
    qtbot.waitUntil(lambda: home.detail._found is not None, timeout=10_000)
    assert home.detail.outlook_of(home.list.selected()).stop is not None
    home.detail._remove.click()
    qtbot.waitUntil(lambda: not home.list.rows.rows(), timeout=10_000)
    assert window.frame.editor is None
    assert not window.frame.rail.is_enabled("checklist")


@pytest.mark.usefixtures("short_demo")
def test_that_enter_before_anything_was_counted_still_goes_on_where_one_stopped(
    window, qtbot, monkeypatch
):
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.frame.editor is not None, timeout=30_000)
    window.frame.show_page("home")
    qtbot.waitUntil(lambda: bool(home.list.rows.rows()))
    row = home.list.selected()
    qtbot.waitUntil(lambda: home.detail.outlook_of(row) is not None, timeout=10_000)
    stop = home.detail.outlook_of(row).stop
    home.detail.show_audit(None)  # as it is before anything was read
    with qtbot.waitSignal(home.place_wanted, timeout=10_000) as wanted:
        home._go_on(row)
    assert wanted.args == [row.id, Target(Where.QUESTION, stop.question)]

    asked = Target(Where.QUESTION, "wat_05")  # what came back opens at its first comment instead
    monkeypatch.setattr(returned, "first_open", lambda _ws, _audit: asked)
    with qtbot.waitSignal(home.place_wanted, timeout=10_000) as wanted:
        home._go_on(replace(row, delivery=Delivery.RETURNED))
    assert wanted.args == [row.id, asked]


def test_that_blank_sheets_are_reached_without_an_audit(window, qtbot):
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.page_name == "packs"
    assert window.frame.page._parts.part == "paper"


def test_that_only_a_demonstration_offers_to_be_taken_away(window, qtbot):
    detail = window.frame.page.detail
    detail.show_audit(ON_SITE)
    assert detail._remove.isHidden()
    detail.show_audit(replace(ON_SITE, demo=True))
    assert not detail._remove.isHidden()


def test_that_a_refused_training_audit_leaves_every_way_open(window, qtbot, monkeypatch):
    from kta_desktop.storage.errors import DiskFullError

    def full(_ws, **_more):
        raise DiskFullError(path="C:")

    monkeypatch.setattr(training, "start", full)
    home = window.frame.page
    qtbot.waitUntil(home.empty.isVisible)
    home.start_training()
    qtbot.waitUntil(lambda: "C:" in home.banner.text())
    assert home.empty.train.isEnabled()
