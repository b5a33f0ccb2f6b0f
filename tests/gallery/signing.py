"""Prints verified and sheets signed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.ids import short_code
from kta_desktop.services import answering, printing, signing_sheets
from kta_desktop.services.printing import Kind, Order
from tests.gallery.stage import Stage, settle
from ui.dialogs.sign_sheet import SignSheetDialog
from ui.dialogs.verify_sheet import VerifySheetDialog

Build = Callable[[Stage, QSize], QWidget]
Open = Callable[[Stage], QDialog]
SECRET = "тихая мойка"


def key_file(stage: Stage, days: int) -> Path:
    """Return a key file whose certificate ends so many days from now."""
    path = stage.folder / f"key{days}.p12"
    if path.exists():
        return path
    private = ec.generate_private_key(ec.SECP256R1())
    names = ((NameOID.COMMON_NAME, "ЖУМАБАЕВА АЙГУЛЬ"), (NameOID.GIVEN_NAME, "МАРАТОВНА"),
             (NameOID.ORGANIZATION_NAME, "Бюро наилучших доступных техник"))  # fmt: skip
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in names])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Учебный удостоверяющий центр")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(issuer, subject, private.public_key(), 7)
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .sign(private, hashes.SHA256())
    )
    secret = serialization.BestAvailableEncryption(SECRET.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(None, private, certificate, None, secret)
    )
    return path


def _sheet(stage: Stage) -> Path:
    path = stage.folder / "to-sign.pdf"
    if not path.exists():
        printing.sheet(stage.ws, stage.audit, Order(kind=Kind.MISSING), path)
    return path


def _verified(stage: Stage, code: str) -> VerifySheetDialog:
    dialog = VerifySheetDialog(stage.ws, stage.runner, None, code)
    settle(lambda: not dialog.is_busy)
    return dialog


def current(stage: Stage) -> QDialog:
    """Return a print of the present state."""
    last = max(answering.log(stage.ws, stage.audit), key=lambda change: change.id)
    return _verified(stage, short_code(last.hash))


def earlier(stage: Stage) -> QDialog:
    """Return a print of a state that much was changed after."""
    log = list(answering.log(stage.ws, stage.audit))
    return _verified(stage, short_code(log[len(log) // 2].hash))


def foreign(stage: Stage) -> QDialog:
    """Return a print of no audit that is here."""
    return _verified(stage, "KTA1;KTA-2026-014;0123456789abcdef;0123456789abcdef")


def signed(stage: Stage) -> QDialog:
    """Return a PDF with a signature."""
    out = stage.folder / "signed.pdf"
    signing_sheets.sign(_sheet(stage), signing_sheets.open_key(key_file(stage, 200), SECRET), out)
    dialog = VerifySheetDialog(stage.ws, stage.runner)
    dialog.verify_file(out)
    settle(lambda: not dialog.is_busy)
    return dialog


def _signing(stage: Stage, days: int, secret: str) -> SignSheetDialog:
    dialog = SignSheetDialog(_sheet(stage), "KTA-2026-014-ru.pdf", stage.runner)
    dialog.ask_key = lambda _parent: str(key_file(stage, days))
    dialog.choose_key()
    dialog.secret.field.setText(secret)
    dialog.open_key()
    settle(lambda: not dialog.is_busy)
    return dialog


def ready(stage: Stage) -> QDialog:
    """Return a key that can sign."""
    return _signing(stage, 200, SECRET)


def expired(stage: Stage) -> QDialog:
    """Return a key whose certificate has ended."""
    return _signing(stage, -3, SECRET)


def mistyped(stage: Stage) -> QDialog:
    """Return a key that the passphrase does not open."""
    return _signing(stage, 200, "мимо")


def entries(
    dialog: Callable[[Open], Build],
) -> tuple[tuple[str, tuple[str, ...], Build], ...]:
    """Return name, modules and maker of each screen, for ``screens``."""
    verify, sign = ("dialogs.verify_sheet",), ("dialogs.sign_sheet",)
    return (
        ("verify-current", verify, dialog(current)),
        ("verify-earlier", verify, dialog(earlier)),
        ("verify-foreign", verify, dialog(foreign)),
        ("verify-signed", verify, dialog(signed)),
        ("sign-ready", sign, dialog(ready)),
        ("sign-expired", sign, dialog(expired)),
        ("sign-mistyped", sign, dialog(mistyped)),
    )
