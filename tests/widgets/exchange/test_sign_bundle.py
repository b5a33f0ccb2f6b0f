"""The signatures of a version, as a window."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kta_desktop.services import packing, signing_bundles
from ui.dialogs.bundle_desk import signatures_shown
from ui.dialogs.sign_bundle import SignBundleDialog
from ui.dialogs.sign_with_key import SignWithKeyDialog

SECRET = "ключ от стола"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def person():
    """Return a private key and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Оспанов Ерлан")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
    builder = builder.not_valid_before(NOW - timedelta(days=1))
    return key, builder.not_valid_after(NOW + timedelta(days=9)).sign(key, hashes.SHA256())


@pytest.fixture
def dialog(qtbot, runner, workspace, audit):
    """Return the window over an audit that was never closed."""
    made = SignBundleDialog(workspace, audit, runner)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.is_busy)
    return made


def saved(qtbot, dialog, path):
    """Save the list to sign and return its bytes."""
    dialog.ask_list = lambda _parent, _name: str(path)
    dialog.save_list()
    qtbot.waitUntil(lambda: not dialog.is_busy and "изменений" in dialog.banner.text())
    return path.read_bytes()


def outside(person, data):
    """Return a signature as another program makes it."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    builder = builder.add_signer(person[1], person[0], hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_that_a_key_file_signs_as_what_was_chosen(qtbot, dialog, person, tmp_path):
    path = tmp_path / "key.p12"
    lock = serialization.BestAvailableEncryption(SECRET.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, *person, None, lock))
    changed = []
    dialog.changed.connect(lambda: changed.append(True))
    qtbot.keyClick(dialog.role, Qt.Key.Key_2)
    dialog.sign_with_key()
    asked = dialog.findChild(SignWithKeyDialog)
    asked.ask_key = lambda _parent: str(path)
    asked.choose_key()
    asked.secret.field.insert(SECRET)
    asked.open_key()
    qtbot.waitUntil(lambda: asked.key is not None)
    assert "Оспанов Ерлан" in asked.holder_text()
    asked.sign()
    qtbot.waitUntil(lambda: len(dialog.signatures()) == 2)
    assert "Представитель предприятия" in dialog.signatures()[1]
    assert "Оспанов Ерлан" in dialog.banner.text()
    assert changed


def test_that_a_list_is_saved_and_its_signature_taken_from_a_file(qtbot, dialog, person, tmp_path):
    file = tmp_path / "list.p7s"
    file.write_bytes(outside(person, saved(qtbot, dialog, tmp_path / "list.txt")))
    dialog.ask_signature = lambda _parent, _name: str(file)
    dialog.take_file()
    qtbot.waitUntil(lambda: len(dialog.signatures()) == 2)
    assert "Оспанов Ерлан" in dialog.signatures()[1]
    bundle = packing.build(dialog._workspace, dialog._audit, tmp_path / "a.kta").path
    ((line, fits, _why),) = signatures_shown(packing.verify(bundle))
    assert (line, fits) == ("Подпись: Оспанов Ерлан", True)  # as what is known here alone


def test_that_a_signature_is_taken_from_the_clipboard_and_nonsense_refused(
    qtbot, dialog, person, tmp_path
):
    data = saved(qtbot, dialog, tmp_path / "list.txt")
    QGuiApplication.clipboard().setText("привет")
    qtbot.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "не подпись" in dialog.banner.text())
    assert dialog.signatures() == []
    QGuiApplication.clipboard().setText(base64.b64encode(outside(person, data)).decode())
    dialog.take_clipboard()
    qtbot.waitUntil(lambda: len(dialog.signatures()) == 2)


def test_that_an_empty_answer_does_nothing(dialog):
    dialog.ask_signature = dialog.ask_list = lambda _parent, _name: ""
    dialog.take_file()
    dialog.save_list()
    assert not dialog.is_busy
    known = signing_bundles.standing(dialog._workspace, dialog._audit)
    assert known.revision == 0


def test_that_a_bug_in_the_work_leaves_a_window_that_esc_closes(qtbot, dialog, monkeypatch):
    monkeypatch.setattr(signing_bundles, "standing", lambda _ws, _audit: 1 / 0)
    with qtbot.captureExceptions() as caught:
        dialog.read()
        qtbot.waitUntil(lambda: bool(caught))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
