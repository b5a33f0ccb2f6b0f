"""Signatures of persons over a version of an audit."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.services.key_files import Holder
from kta_desktop.services.signing_bundles import (
    BundleSignature,
    Role,
    SignatureState,
    Standing,
    Term,
)
from tests.gallery.signing import SECRET, key_file
from tests.gallery.stage import Stage, settle
from ui.dialogs.sign_bundle import SignBundleDialog
from ui.dialogs.sign_with_key import SignWithKeyDialog

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]


def _dialog(stage: Stage) -> SignBundleDialog:
    dialog = SignBundleDialog(stage.ws, stage.audit, stage.runner)
    settle(lambda: not dialog.is_busy)
    return dialog


def unsigned(stage: Stage) -> QDialog:
    """Return a version that no person has signed."""
    return _dialog(stage)


def signed(stage: Stage) -> QDialog:
    """Return a version with signatures that fit, one out of term and one not checked here."""
    dialog = _dialog(stage)
    dialog.show_standing(
        Standing(
            audit=stage.audit,
            number="KTA-2026-014",
            revision=2,
            is_sent=False,
            is_changed=False,
            signatures=(
                _one(1, fingerprint="9e107d9d372bb682" * 4, holder=None),
                _one(2, holder=_holder("ЖУМАБАЕВА АЙГУЛЬ МАРАТОВНА", "Бюро НДТ"), role="auditor"),
                _one(
                    3,
                    holder=_holder("ИБРАЕВ НУРЛАН", "ТОО «Ақбұлақ Сүт»"),
                    role="plant",
                    state=SignatureState.UNCHECKED,
                    algorithm="1.2.398.3.10.1.1.2.3.2",
                ),
                _one(4, holder=_holder("КИМ РОМАН", ""), role="other", term=Term.EXPIRED),
            ),
        )
    )
    return dialog


def _one(n: int, **told: Any) -> BundleSignature:
    nothing = {"fingerprint": "", "role": "", "algorithm": "", "state": SignatureState.FITS}
    timed = {"at": "2026-11-22T09:41:00+00:00", "term": Term.IN_FORCE} if told["holder"] else {}
    rest: dict[str, Any] = {"at": "", "term": None, **nothing, **timed, **told}
    return BundleSignature(n=n, **rest)


def _holder(name: str, organisation: str) -> Holder:
    return Holder(
        name=name,
        organisation=organisation,
        issuer="ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) 2022",
        is_self_signed=False,
        since="2026-01-12T00:00:00+00:00",
        until="2026-11-20T00:00:00+00:00",
    )


def refused(stage: Stage) -> QDialog:
    """Return what is said of a signature that came before anything was given out to sign."""
    dialog = _dialog(stage)
    wrong = stage.folder / "contract.p7s"
    wrong.write_bytes(b"a contract")
    dialog.ask_signature = lambda _parent, _name: str(wrong)
    dialog.take_file()
    settle(lambda: not dialog.is_busy)
    return dialog


def with_key(stage: Stage) -> QDialog:
    """Return a key that is about to sign."""
    dialog = SignWithKeyDialog(stage.ws, stage.audit, Role.PLANT, stage.runner)
    dialog.ask_key = lambda _parent: str(key_file(stage, 200))
    dialog.choose_key()
    dialog.secret.field.setText(SECRET)
    dialog.open_key()
    settle(lambda: not dialog.is_busy)
    return dialog


def entries(
    dialog: Callable[[Open], Build],
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    modules = ("dialogs.sign_bundle",)
    return (
        ("signatures-none", modules, dialog(unsigned)),
        ("signatures", modules, dialog(signed)),
        ("signatures-refused", modules, dialog(refused)),
        ("signatures-key", ("dialogs.sign_with_key", "dialogs.key_dialog"), dialog(with_key)),
    )
