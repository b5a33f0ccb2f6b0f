"""The centre's register of keys, assignments and checklists, with keys in every state."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import Auditor
from kta_desktop.services import packs, register
from kta_desktop.services.assigning import Given, Person
from kta_desktop.services.register import KeyRow, KeyState
from tests.gallery.intake import KEY, Demonstration
from tests.gallery.stage import Stage, settle
from ui.dialogs.assign_dialog import AssignDialog
from ui.dialogs.key_register import AcceptKeyDialog, OwnCardDialog, RevokeKeyDialog
from ui.dialogs.publish_pack import PublishPackDialog
from ui.models.register_source import RegisterSource
from ui.views.intake_view import IntakeView
from ui.widgets.intake_head import ASSIGNMENTS, KEYS, PACKS

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
OTHER = "41aa90be77d0c5521f3b6d2207c9e18e40b7fd35a6c2931084ddee5b61f2a970"


def _row(fingerprint: str, state: KeyState, **more: object) -> KeyRow:
    told: dict[str, object] = {
        "role": "auditor", "name": "", "auditor": "", "organisation": "", "qualification": "",
        "reason": "", "at": "2026-11-21T09:02:00Z", "held": 0,
    }  # fmt: skip
    return KeyRow(fingerprint=fingerprint, state=state, **{**told, **more})  # type: ignore[arg-type]  # by name


def keys() -> tuple[KeyRow, ...]:
    """Return a register in which every state occurs."""
    return (
        _row(KEY, KeyState.UNKNOWN, name="Жумабаева Айгуль Маратовна", auditor="p1", held=1,
             organisation="ТОО «ЭкоАудит»", qualification="№ 0231, до 11.2028"),
        _row(KEY[::-1], KeyState.UNKNOWN),
        _row(OTHER, KeyState.ACTIVE, name="Жумабаева Айгуль Маратовна", auditor="p1",
             organisation="ТОО «ЭкоАудит»"),
        _row(OTHER[::-1], KeyState.ACTIVE, name="Сарсенов Руслан Ерланович", auditor="p2",
             role="lead", organisation="Бюро НДТ"),
        _row(KEY[8:] + KEY[:8], KeyState.REVOKED, name="Ким Роман Викторович", auditor="p3",
             reason="Ноутбук утерян 12.11.2026"),
    )  # fmt: skip


class Register(RegisterSource):
    """A register that is invented; packs are those of the program."""

    @override
    def keys(self) -> tuple[KeyRow, ...]:
        return keys()

    @override
    def given(self) -> tuple[Given, ...]:
        told = (
            ("KTA-2026-021", "АО «Риддер Цинк»", "Ким Роман Викторович", "2026-12-07", False),
            ("KTA-2026-014", "ТОО «Ақбұлақ Сүт»", "Жумабаева Айгуль Маратовна", "2026-11-20", True),
        )
        return tuple(
            Given(
                id=number,
                auditor="p",
                name=name,
                number=number,
                plant=plant,
                pack="food",
                starts_on=day,
                ends_on="",
                at="2026-11-10T06:00:00Z",
                has_come=came,
            )
            for number, plant, name, day, came in told
        )


def _view(stage: Stage, size: QSize, part: str) -> IntakeView:
    view = IntakeView(stage.runner, Demonstration(stage), Register(stage.ws))
    view.setProperty("ground", "bg")
    view.resize(size.width() - 84, size.height() - 70)
    view.show()
    view.show_part(part)
    settle()
    return view


def register_page(stage: Stage, size: QSize) -> QWidget:
    """The register, a key to decide about chosen."""
    view = _view(stage, size, KEYS)
    settle(lambda: view.parts.keys.key() is not None)
    return view


def given_page(stage: Stage, size: QSize) -> QWidget:
    """Audits that were handed out."""
    view = _view(stage, size, ASSIGNMENTS)
    settle(lambda: not view.parts.given.list.isHidden())
    return view


def packs_page(stage: Stage, size: QSize) -> QWidget:
    """Checklists that can be published."""
    view = _view(stage, size, PACKS)
    settle(lambda: not view.parts.packs.list.isHidden())
    return view


def _accepting(stage: Stage, typed: str) -> QDialog:
    found = keys()
    stage.parent = QWidget()
    dialog = AcceptKeyDialog(found[0], (found[2],), stage.parent)
    dialog.typed.field.setText(typed)
    return dialog


def _own(stage: Stage) -> QDialog:
    return OwnCardDialog(register.card_text(stage.ws), stage.ws.device, register.my_card(stage.ws))


def _assigning(_stage: Stage) -> QDialog:
    persons = tuple(
        Person(auditor=Auditor(id=one.auditor, name=one.name), fingerprints=(one.fingerprint,))
        for one in keys()[2:4]
    )
    dialog = AssignDialog(persons)
    dialog.show_packs(packs.available())
    dialog.show_number("KTA-2026-022")
    return dialog


def _publishing(_stage: Stage) -> QDialog:
    return PublishPackDialog(packs.info("food"), ("Центр", "KINGSTON"))


def entries(
    dialog: Callable[[Open], Build],
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    page, asked = ("views.intake_view", "dialogs.centre_desk"), ("dialogs.key_register",)
    differs = "7f3a c1d0 9be2 4471"
    return (
        ("intake-keys", page, register_page),
        ("intake-given", page, given_page),
        ("intake-packs", page, packs_page),
        ("key-accept", asked, dialog(lambda stage: _accepting(stage, differs))),
        ("key-fits", asked, dialog(lambda stage: _accepting(stage, KEY))),
        ("key-revoke", asked, dialog(lambda _stage: RevokeKeyDialog(keys()[3]))),
        ("key-own", asked, dialog(_own)),
        ("assign", ("dialogs.assign_dialog",), dialog(_assigning)),
        ("publish-pack", ("dialogs.publish_pack",), dialog(_publishing)),
    )
