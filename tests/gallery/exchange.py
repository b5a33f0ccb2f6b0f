"""The page of exchange: without a network as the design drew it, sending, returned, in trouble."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.audit import Delivery, Plant
from kta_desktop.domain.target import Target, Where
from kta_desktop.exchange import network_errors
from kta_desktop.services.assigned import Assigned
from kta_desktop.services.channel import Channel, Hours, NetworkNow, Waiting
from kta_desktop.services.comments import Comment, CommentState, Standing
from kta_desktop.services.delivering_rows import DeliveryRow, ReceiptRow
from kta_desktop.services.exchanging import Desk
from kta_desktop.services.offered import OfferedPack
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.recovering import There
from kta_desktop.services.remotes import RemoteInfo, RemoteKind
from kta_desktop.services.returned import Placed, Returned
from kta_desktop.services.sticks import Lying, Stick
from tests.gallery.stage import Stage, settle
from ui.app import pages
from ui.views.checklist_view import ChecklistView
from ui.views.exchange_view import ExchangeView

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
_SINCE = "2026-11-22T04:12:00Z"
_MB = 1 << 20
_PLANTS = {"14": "Ақбұлақ Сүт", "12": "Алатау Текстиль", "13": "Медеу Шыны", "6": "Іле Ет"}
_CENTRE = RemoteInfo(name="Центр", url="https://kta.example.kz/dav", kind=RemoteKind.WEBDAV)
_STICK = Stick(path=Path("E:/"), name="KINGSTON", free=22_978_297_037, total=32 << 30)


def _row(
    audit: str, revision: int, state: Delivery, done: float, total: float, **more: Any
) -> DeliveryRow:
    return DeliveryRow(
        audit=audit,
        number=f"KTA-2026-{int(audit):03d}",
        revision=revision,
        remote="Центр",
        state=state,
        bytes_total=round(total * _MB),
        bytes_done=round(done * _MB),
        error=more.pop("error", None),
        updated_at="2026-11-22T09:32:08Z",
        sha256="a1" * 32,
        key=f"{audit}-{revision}",
        **more,
    )


_REFUSED = {
    "code": "delivery-refused",
    "message": "Центр не принял версию 5: нет файла IMG_2041.jpg. Аудит не изменён. Нажмите "
    "«Дослать».",
    "details": {"where": "KTA-2026-013", "files": "IMG_2041.jpg"},
    "files": ["IMG_2041.jpg"],
}
_OFFLINE = (
    _row("14", 7, Delivery.SENDING, 54.4, 86.4, waits_for=Waiting.NETWORK, place_in_queue=1),
    _row("10", 2, Delivery.QUEUED, 0, 12.1, waits_for=Waiting.TURN, place_in_queue=2),
    _row("11", 1, Delivery.QUEUED, 0, 31.0, waits_for=Waiting.TURN, place_in_queue=3),
    _row("12", 11, Delivery.DELIVERED, 2.3, 2.3, waits_for=Waiting.RECEIPT),
    _row("13", 5, Delivery.DELIVERED, 44.8, 44.8, error=_REFUSED, refused=("IMG_2041.jpg",)),
)
_SENDING = (
    _row("14", 7, Delivery.SENDING, 54.4, 86.4, is_under_way=True, seconds_left=134.0),
    *_OFFLINE[1:4],
)
_ALL = tuple(
    _row(audit, number, Delivery.RECEIVED, size, size)
    for audit, number, size in (("14", 7, 86.4), ("12", 11, 2.3), ("13", 5, 44.8))
)


def _receipt(audit: str, revision: int, at: str, ends: tuple[str, str], **more: Any) -> ReceiptRow:
    return ReceiptRow(
        audit=audit,
        number=f"KTA-2026-{int(audit):03d}",
        revision=revision,
        at=at,
        result=more.get("result", Delivery.RECEIVED),
        comments=more.get("comments", 0),
        fingerprint=f"{ends[0]}{'0' * 56}{ends[1]}",
        remote="Центр",
    )


_RECEIPTS = (
    _receipt("6", 3, "2026-09-11T11:40:00Z", ("c41f", "9a07"), result=Delivery.ACCEPTED),
    _receipt("12", 10, "2026-11-17T05:02:00Z", ("77be", "31d4")),
    _receipt("13", 4, "2026-11-19T04:27:00Z", ("5b10", "e8c9"),
             result=Delivery.RETURNED, comments=4),
    *(_receipt("6", number, f"2026-09-{10 + number}T11:43:00Z", ("d2f0", "0b61"))
      for number in range(1, 12)),
)  # fmt: skip


def _comment(number: str, by: str, text: str, state: CommentState, **more: Any) -> Placed:
    said = Comment(
        id=f"c{number}",
        audit="13",
        path="",
        text=text,
        by=by,
        at=more.pop("at", "2026-11-20T05:00:00Z"),
        level="centre",
        round=1,
        revision=4,
        review="r1",
        until="2026-12-05",
        state=state,
        **more,
    )
    titles = dict.fromkeys(("ru", "kk", "en"), number)
    return Placed(comment=said, number=number, title=titles, target=Target(Where.OVERVIEW))


_COMMENTS = (
    _comment("9.2", "Сарсенов Руслан", "Нитрификация отмечена как работающая, но аэротенк № 2 на "
             "фото пуст", CommentState.OPEN),
    _comment("4.1", "Сарсенов Руслан", "Расход щёлочи 1 240 кг/сут: проверьте единицу, возможно "
             "кг в неделю", CommentState.OPEN),
    _comment("10.1", "Ахметова Ляззат", "Приложите исходный файл пылемера", CommentState.ANSWERED,
             at="2026-11-21T05:00:00Z", reply="DUST_20261119.csv приложен", sent_in=5),
    _comment("16.3", "Ахметова Ляззат", "Среднесуточная проба: укажите тип пробоотборника",
             CommentState.RESOLVED, at="2026-11-21T05:00:00Z", resolved_in=5),
)  # fmt: skip
_RETURNED = Returned(
    audit="13",
    number="KTA-2026-013",
    plant="ТОО «Медеу Шыны»",
    standing=Standing(verdict="returned", level="centre", round=1, revision=4,
                      by="Сарсенов Руслан", at="2026-11-21T05:00:00Z", until="2026-12-05", note=""),
    comments=_COMMENTS,
)  # fmt: skip


def _desk(deliveries: tuple[DeliveryRow, ...], **more: Any) -> Desk:
    plain: dict[str, Any] = {
        "deliveries": deliveries,
        "receipts": _RECEIPTS,
        "remotes": (_CENTRE,),
        "returned": (_RETURNED,),
        "channel": Channel(hours=Hours.NIGHT),
        "plants": _PLANTS,
        "numbers": {},
        "can_seal": True,
        "assigned": (),
        "offered": (),
        "halts": {},
    }
    return Desk(**{**plain, **more})


def _halted(error: network_errors.NetworkError) -> Desk:
    rows = (
        _row("14", 7, Delivery.SENDING, 54.4, 86.4, waits_for=Waiting.PERSON, place_in_queue=1),
        *_OFFLINE[1:4],
    )
    halts: Mapping[str, Mapping[str, object]] = {"Центр": reason_of(error)}
    return _desk(rows, halts=halts)


_ASSIGNED = Assigned(
    id="a1",
    number="KTA-2026-021",
    plant=Plant(name="ТОО «Шолпан Сусындары»"),
    pack="food",
    starts_on="2026-12-08",
    ends_on="2026-12-10",
    reference_year=2026,
    team=(),
    note="Начните с котельной: смена печи назначена на 9 декабря.",
    by="Сарсенов Руслан",
    at="2026-11-20T05:00:00Z",
    is_started=False,
)
_PACK = OfferedPack(
    pack="food", version="draft-0.2", sha256="ab" * 32, path=Path("food.zip"),
    signed_by="Ахметова Ляззат", signed_at="2026-11-20T05:00:00Z",
)  # fmt: skip
_THERE, _AWAY = NetworkNow(is_there=True), NetworkNow(is_there=False)
_WHERE = "https://kta.example.kz/dav"
_SCREENS: tuple[tuple[str, Callable[[], Desk], NetworkNow, tuple[Stick, ...]], ...] = (
    ("exchange", lambda: _desk(_OFFLINE), _AWAY, (_STICK,)),
    ("exchange-sending", lambda: _desk(_SENDING), _THERE, ()),
    ("exchange-received", lambda: _desk(_ALL, returned=()), _THERE, ()),
    ("exchange-assigned",
     lambda: _desk(_ALL, assigned=(_ASSIGNED,), offered=(_PACK,)), _THERE, ()),
    ("exchange-portal", lambda: _halted(network_errors.PortalError(where=_WHERE)), _THERE, ()),
    ("exchange-credentials",
     lambda: _halted(network_errors.CredentialsError(where=_WHERE)), _THERE, (_STICK,)),
    ("exchange-clock", lambda: _halted(network_errors.ClockError(where=_WHERE)), _THERE, ()),
    ("exchange-empty",
     lambda: _desk((), receipts=(), remotes=(), returned=(), channel=Channel(), can_seal=False),
     _THERE, ()),
)  # fmt: skip


def entries(
    page: Callable[[str], Build], dialog: Callable[[Open], Build]
) -> Iterator[tuple[Any, ...]]:
    """Yield name, modules and builder of the screens; ``page`` makes a window with a page."""
    window, checklist = page(pages.EXCHANGE), page(pages.CHECKLIST)
    for name, desk, network, sticks in _SCREENS:
        shows = ("views.exchange_view", "dialogs.exchange_more")
        yield name, shows, _shown(window, desk, network, sticks)
    yield "checklist-comments", ("views.checklist_view",), _commented(checklist)
    yield "comments", ("dialogs.comments_dialog",), dialog(_comments)
    yield "bundle-desk", ("dialogs.bundle_desk",), dialog(_bundles)
    yield "take-back", ("dialogs.take_back",), dialog(_take_back)
    yield "places", ("dialogs.places",), dialog(_places)


def _shown(
    window: Build, desk: Callable[[], Desk], network: NetworkNow, sticks: tuple[Stick, ...]
) -> Build:
    def build(stage: Stage, size: QSize) -> QWidget:
        made = window(stage, size)
        page = made.findChild(ExchangeView)
        assert page is not None
        settle(lambda: page.desk is not None)
        page.freeze()
        page.follow_network(network, _SINCE)
        page.sticks.show(sticks, Lying(bundles=2, receipts=3) if sticks else Lying())
        page.show_desk(desk())
        settle()
        return made

    return build


def _commented(window: Build) -> Build:
    """A question with two comments, one of them answered; the next one is folded."""

    def build(stage: Stage, size: QSize) -> QWidget:
        made = window(stage, size)
        page = made.findChild(ChecklistView)
        assert page is not None
        places = [each.address for each in page.editor.state.places("core_b")
                  if each.question.is_asked]  # fmt: skip
        asked = zip((*places[1:2], *places[1:2], *places[2:3]), _COMMENTS, strict=False)
        page.editor.commenting.show(
            tuple(replace(placed.comment, path=path) for path, placed in asked)
        )
        page.show_question(places[1])
        settle()
        return made

    return build


def _comments(stage: Stage) -> QDialog:
    from kta_desktop.services import auditing
    from ui.dialogs.comments_dialog import CommentsDialog
    from ui.undo import AuditEditor

    parent = stage.parent = QWidget()
    editor = AuditEditor(stage.ws, auditing.load(stage.ws, stage.audit), stage.runner, parent)
    paths = ("@plant/bin", "", "@session/0189", "wat_03")
    found = zip(paths, _COMMENTS, strict=True)
    editor.commenting.is_loaded = True
    editor.commenting.show(tuple(replace(one.comment, path=path) for path, one in found))
    return CommentsDialog(editor)


def _bundles(stage: Stage) -> QDialog:
    from kta_desktop.services import packing
    from ui.dialogs.bundle_desk import BundleDesk

    made = BundleDesk(stage.ws, stage.runner, stage.audit)
    path = stage.folder / "KTA-demo.kta"
    checks = [(check.name, check.ok, "") for check in packing.verify(path).checks]
    made.bundle.show_result("E:/KTA-2026-014.kta", path.stat().st_size, checks)
    settle(lambda: bool(made.versions.pairs()))
    return made


def _take_back(stage: Stage) -> QDialog:
    from ui.dialogs.take_back import TakeBackDialog

    made = TakeBackDialog(stage.ws, stage.runner)
    settle(lambda: made.place.field.count() > 0, least_ms=300)
    found = [
        There(name=number, audit=number, number=number, plant=plant, revision=revision,
              closed_at="2026-11-19T04:27:00Z", device="d" * 64, size=round(size * _MB),
              has_receipt=True, is_here=is_here)
        for number, plant, revision, size, is_here in (
            ("KTA-2026-013", "ТОО «Медеу Шыны»", 5, 44.8, False),
            ("KTA-2026-012", "АО «Алатау Текстиль»", 11, 2.3, False),
            ("KTA-2026-014", "ТОО «Ақбұлақ Сүт»", 7, 86.4, True),
        )
    ]  # fmt: skip
    made.show_there(found)
    return made


def _places(stage: Stage) -> QDialog:
    from ui.dialogs.places import PlacesDialog

    made = PlacesDialog(stage.ws, stage.runner)
    settle(lambda: bool(made.lines()))
    made.lines()[0].say("https://kta.example.kz/dav отвечает, это место доставки.", "ok")
    return made
