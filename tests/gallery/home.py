"""The list of audits as the design drew it, the empty one, a comparison, a first run half done."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.audit import Auditor, AuditSummary, Delivery, Plant
from kta_desktop.domain.stage import PHASES, Phase
from kta_desktop.domain.stage import Stage as Work
from kta_desktop.domain.texts import Text
from kta_desktop.services import auditing, comparing
from kta_desktop.services.outlook import Member, Outlook, Stop
from tests.gallery.stage import Stage, settle
from ui.dialogs.compare_audits import CompareAuditsDialog
from ui.views.home_view import HomeView

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_TODAY = "2026-11-22T09:32:08Z"
_LEAD = Auditor(id="1", name="Жумабаева Айгуль Маратовна", role="lead")
_OTHER = Auditor(id="2", name="Ким Роман", role="auditor")


def _row(
    number: str,
    plant: str,
    sector: tuple[str, str],
    work: Work,
    filled: int,
    delivery: Delivery,
    saved: str,
    **more: Any,
) -> AuditSummary:
    place = "г. Алматы, Турксибский район"
    return AuditSummary(
        id=number,
        number=number,
        plant=Plant(name=plant, bin="250340000107", address=place, category="II"),
        pack="food",
        pack_title=dict(zip(("ru", "kk"), sector, strict=True)),
        answered=filled,
        total=100,
        delivery=delivery,
        saved_at=saved,
        stage=work,
        **more,
    )


def _work(phase: Phase, **more: Any) -> Work:
    return Work(phase, PHASES.index(phase) + 1, **more)


_MILK = ("Молоко и молочная продукция", "Сүт және сүт өнімдері")
_GLASS = ("Стекло и керамика: тарное стекло", "Шыны және қыш: ыдыс шынысы")
_TEXTILE = ("Крашение и отбеливание тканей", "Маталарды бояу және ағарту")
_BRICK = ("Стекло и керамика: кирпич", "Шыны және қыш: кірпіш")
_JUICE, _MEAT = ("Напитки и соки", "Сусындар мен шырындар"), ("Мясная продукция", "Ет өнімдері")
_DONE = _work(Phase.HANDED_OVER)
ROWS = (
    _row("KTA-2026-014", "ТОО «Ақбұлақ Сүт»", _MILK, _work(Phase.ON_SITE, day=2, days=3), 68,
         Delivery.QUEUED, _TODAY, starts_on="2026-11-21", queued=3),
    _row("KTA-2026-013", "ТОО «Медеу Шыны»", _GLASS, _work(Phase.AGREEMENT, step="returned"), 96,
         Delivery.RETURNED, "2026-11-21T13:05:00Z"),
    _row("KTA-2026-012", "АО «Алатау Текстиль»", _TEXTILE,
         _work(Phase.PROCESSING, step="lab_results"), 83, Delivery.DELIVERED,
         "2026-11-18T08:00:00Z"),
    _row("KTA-2026-011", "ТОО «Жетісу Керамика»", _BRICK,
         _work(Phase.QUESTIONNAIRE, step="questionnaire_sent"), 12, Delivery.DRAFT,
         "2026-11-16T08:00:00Z"),
    _row("KTA-2026-010", "ТОО «Шолпан Сусындары»", _JUICE,
         _work(Phase.PREPARATION, visit="2026-12-08"), 4, Delivery.DRAFT, "2026-11-13T08:00:00Z"),
    _row("KTA-2026-006", "ТОО «Іле Ет»", _MEAT, _DONE, 100, Delivery.ACCEPTED,
         "2026-09-11T08:00:00Z", exchanged_at="2026-09-11T08:00:00Z"),
    _row("KTA-2023-041", "ТОО «Ақбұлақ Сүт»", _MILK, _DONE, 100, Delivery.ACCEPTED,
         "2023-10-02T08:00:00Z", exchanged_at="2023-10-02T08:00:00Z", starts_on="2023-09-25"),
)  # fmt: skip
_WATER = Text(ru="Водный баланс", kk="Су балансы", en="Water balance")
_ENERGY = Text(ru="энергия, воздух", kk="энергия, ауа", en="energy, air")
_SEEN = Outlook(
    audit=ROWS[0].id,
    stop=Stop(_TODAY, "wat_03", "8.3", _WATER),
    blocking=3,
    exceeding=2,
    unanswered=31,
    total=98,
    team=(Member(_LEAD, (_WATER,)), Member(_OTHER, (_ENERGY,))),
    version="1.2",
    benchmark=Text(
        ru="заключение ЕС 2019/2031 (справочно). Показатели СНДТ РК ещё не утверждены.",
        kk="ЕО 2019/2031 қорытындысы (анықтама үшін). ҚР ЕҚТ көрсеткіштері әлі бекітілмеген.",
    ),
)


def listed(page: Build) -> Build:
    """Return the list with the seven audits of the design."""

    def build(stage: Stage, size: QSize) -> QWidget:
        window, view = _made(page, stage, size)
        view._show(ROWS, select=ROWS[0].id)
        view.detail.show_outlook(_SEEN)
        view.search.setFocus()
        return window

    return build


def empty(page: Build) -> Build:
    """Return the list while there is none."""

    def build(stage: Stage, size: QSize) -> QWidget:
        window, view = _made(page, stage, size)
        view._show((), select=None)
        return window

    return build


def _made(page: Build, stage: Stage, size: QSize) -> tuple[QWidget, HomeView]:
    window = page(stage, size)
    settle(least_ms=200)
    view = window.findChild(HomeView)
    assert isinstance(view, HomeView)
    return window, view


def compared(stage: Stage) -> QDialog:
    """Return the demonstration beside what it may have been three years before."""
    now = auditing.load(stage.ws, stage.audit)
    entries = {path: _earlier(value) for path, value in now.entries.items()}
    dialog = CompareAuditsDialog(stage.ws, stage.runner, ROWS[0], ROWS[-1])
    found = comparing.compare(replace(now, entries=entries), now)
    settle(least_ms=100)
    dialog._take(found)
    return dialog


def _earlier(value: Any) -> Any:
    """Return a tenth more for every whole number, all else as it is."""
    number = value.get("value") if isinstance(value, dict) else None
    if not isinstance(number, str) or not number.isdigit() or len(number) < 2:
        return value
    return value | {"value": str(int(number) * 11 // 10), "text": None}


def begun(page: Build) -> Build:
    """Return the first run with the profile filled in and the passphrase half repeated."""

    def build(stage: Stage, size: QSize) -> QWidget:
        window: Any = page(stage, size)
        form = window.unlock.first_run
        form.profile.fill(
            replace(_LEAD, organisation="Бюро НДТ", qualification="ТРГ-FDM 17/26, до 31.12.2027")
        )
        form.secret.first.field.toggle()
        form.secret.again.field.toggle()
        form.secret.first.field.setText("тихая мойка девять танков")
        form.secret.again.field.setText("тихая мойка девят")
        form.secret.first.field.setFocus()
        shown: QWidget = window
        return shown

    return build


def entries(page: Build, first_run: Build, dialog: Callable[[Open], Build]) -> Iterator[Any]:
    """Yield name, modules and maker of each screen."""
    yield "home", ("views.home_view",), listed(page)
    yield "home-empty", ("views.home_view",), empty(page)
    yield "compare-audits", ("dialogs.compare_audits",), dialog(compared)
    yield "first-run-begun", ("dialogs.first_run",), begun(first_run)
