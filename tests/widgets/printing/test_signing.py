"""Verifying a print and signing a sheet, as windows."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas

from kta_desktop.services import prints, signing_sheets
from kta_desktop.services.prints import Print
from ui.dialogs.sign_sheet import SignSheetDialog
from ui.dialogs.verify_sheet import VerifySheetDialog

SECRET = "ключ от стола"
NOW = datetime.now(UTC)
FINGERPRINT = "9e107d9d372bb682"


@pytest.fixture
def key(tmp_path):
    """Return a maker of key files whose certificate ends so many days from now."""

    def made(days):
        private = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ахметова Айгуль")])
        certificate = (
            x509.CertificateBuilder(name, name, private.public_key(), 7)
            .not_valid_before(NOW - timedelta(days=9))
            .not_valid_after(NOW + timedelta(days=days))
            .sign(private, hashes.SHA256())
        )
        path = tmp_path / "key.p12"
        secret = serialization.BestAvailableEncryption(SECRET.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(None, private, certificate, None, secret)
        )
        return path

    return made


@pytest.fixture
def pdf(tmp_path):
    """Return a PDF of one empty page."""
    path = tmp_path / "sheet.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def signing(qtbot, runner, pdf):
    """Return a dialog with a key that was chosen and a passphrase that was typed."""

    def made(path, secret=SECRET):
        dialog = SignSheetDialog(pdf, "лист.pdf", runner)
        qtbot.addWidget(dialog)
        dialog.ask_key = lambda _parent: str(path)
        dialog.show()
        dialog.choose_key()
        dialog.secret.field.insert(secret)
        qtbot.keyClick(dialog.secret.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.is_busy)
        return dialog

    return made


def test_that_one_sees_who_signs_before_the_sheet_is_signed_and_saved(
    qtbot, signing, key, tmp_path
):
    dialog, out, said = signing(key(9)), tmp_path / "подписан.pdf", []
    assert "Ахметова Айгуль" in dialog.holder_text()
    assert "самоподписанный" in dialog.holder_text()
    assert not out.exists()
    dialog.said.connect(said.append)
    dialog.ask_target = lambda _parent, _suggested: str(out)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said))
    assert out.name in said[0]
    assert signing_sheets.signatures(out)[0].is_good
    assert dialog.result() == SignSheetDialog.DialogCode.Accepted


def test_that_a_key_out_of_term_is_said_and_signs_when_one_agrees(signing, key, tmp_path, qtbot):
    dialog = signing(key(-1))
    assert "истёк" in dialog.holder_text()
    dialog.sign_to(tmp_path / "подписан.pdf")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert signing_sheets.signatures(tmp_path / "подписан.pdf")[0].term == "expired"


def test_that_a_wrong_passphrase_is_said_at_its_field_and_can_be_typed_again(qtbot, signing, key):
    dialog = signing(key(9), "мимо")
    assert dialog.key is None
    assert "Пароль не подходит" in dialog.secret.note.text()
    dialog.secret.field.insert(SECRET)
    assert dialog.secret.note.text() == ""
    dialog.open_key()
    qtbot.waitUntil(lambda: dialog.key is not None)


def test_that_another_passphrase_lets_go_of_the_key(qtbot, signing, key):
    dialog = signing(key(9))
    qtbot.keyClicks(dialog.secret.field, "x")
    assert dialog.key is None
    assert dialog.holder_text() == ""


def test_that_a_full_disk_is_said_and_the_dialog_stays(qtbot, signing, key, tmp_path):
    dialog = signing(key(9))
    dialog.sign_to(tmp_path / "нет" / "лист.pdf")
    qtbot.waitUntil(lambda: not dialog.is_busy)
    assert dialog.isVisible()
    assert "лист.pdf" in dialog.banner.text()


@pytest.fixture
def verifying(qtbot, runner, workspace):
    """Return the dialog that verifies prints of an empty workspace."""
    dialog = VerifySheetDialog(workspace, runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_a_scanner_types_a_square_and_ends_with_enter(qtbot, verifying):
    qtbot.keyClicks(verifying.code.field, f"KTA1;KTA-2026-014;{FINGERPRINT};{FINGERPRINT}")
    qtbot.keyClick(verifying.code.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(verifying.answers()))
    assert "не было состояния с кодом" in verifying.answers()[0]


def test_that_the_answer_to_the_last_question_is_shown(qtbot, verifying, monkeypatch):
    asked = []

    def slow(_ws, code):
        asked.append(code)
        return Print(code=code, is_readable=False)

    monkeypatch.setattr(prints, "verify", slow)
    verifying.verify("7K4-M2")
    verifying.verify("мимо")
    qtbot.waitUntil(lambda: not verifying.is_busy)
    assert asked == ["7K4-M2", "мимо"]
    assert len(verifying.answers()) == 1


def test_that_a_signed_pdf_without_a_code_tells_its_signature(
    qtbot, verifying, signing, key, tmp_path
):
    out = tmp_path / "подписан.pdf"
    dialog = signing(key(9))
    dialog.sign_to(out)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    verifying.ask_file = lambda _parent: str(out)
    verifying.choose_file()
    qtbot.waitUntil(lambda: not verifying.is_busy)
    (told,) = verifying.answers()
    assert "охватывает весь документ" in told
    assert "Ахметова Айгуль" in told


def test_that_a_file_without_anything_is_said(qtbot, verifying, pdf):
    verifying.verify_file(pdf)
    qtbot.waitUntil(lambda: not verifying.is_busy)
    assert verifying.answers() == []
    assert "кода не найдено" in verifying.banner.text()
