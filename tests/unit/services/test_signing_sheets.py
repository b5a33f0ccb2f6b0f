"""Signing a sheet with a key of one's own, and what signatures are worth."""

import errno
import hashlib
import hmac
import os
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from kta_desktop import formatting
from kta_desktop.services import printing, signing_sheets
from kta_desktop.services.printing import Order
from kta_desktop.services.signing_sheets import Cover, Term
from kta_desktop.storage import files

SECRET = "Тұз бен су 3"
NOW = datetime.now(UTC)
LEGACY = (
    PrivateFormat.PKCS12.encryption_builder()
    .kdf_rounds(2048)
    .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
    .hmac_hash(hashes.SHA1())  # noqa: S303 - as old tools write
)


@lru_cache
def private(kind):
    """Return a key, made once."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP384R1() if kind == "p384" else ec.SECP256R1())


NAMES = (
    (NameOID.COMMON_NAME, "АХМЕТОВА АЙГУЛЬ"),
    (NameOID.GIVEN_NAME, "СЕРИКОВНА"),
    (NameOID.ORGANIZATION_NAME, "Бюро НДТ"),
)


def certificate(key, *, since=-1, until=365, issuer=None, names=NAMES):
    """Return a certificate that is in force from and until so many days from now."""
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in names])
    by = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]) if issuer else subject
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW + timedelta(days=since))
        .not_valid_after(NOW + timedelta(days=until))
        .sign(key, hashes.SHA256())
    )


@pytest.fixture
def container(tmp_path):
    """Return a maker of key files."""

    def made(kind="rsa", secret=SECRET, look=None, **term):
        key = private(kind)
        path = tmp_path / f"{kind}.p12"
        builder = look.build(secret.encode()) if look else None
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"key",
                key,
                certificate(key, **term),
                None,
                builder or serialization.BestAvailableEncryption(secret.encode()),
            )
        )
        return path

    return made


@pytest.fixture
def sheet(ws, audit, tmp_path):
    """Return a printed sheet."""
    return printing.sheet(ws, audit, Order(), tmp_path / "лист.pdf").path


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_that_a_signed_sheet_verifies_and_begins_with_the_unsigned_one(
    container, sheet, tmp_path, kind
):
    key = signing_sheets.open_key(container(kind, issuer="Центр"), SECRET)
    out = tmp_path / "подписан.pdf"
    made = signing_sheets.sign(sheet, key, out)
    assert made.is_good
    assert (made.cover, made.term) == (Cover.WHOLE, Term.IN_FORCE)
    assert made.holder.name == "АХМЕТОВА АЙГУЛЬ СЕРИКОВНА"
    assert (made.holder.organisation, made.holder.issuer) == ("Бюро НДТ", "Центр")
    assert not made.holder.is_self_signed
    assert abs(datetime.fromisoformat(made.at) - datetime.now(UTC)) < timedelta(minutes=5)
    assert out.read_bytes().startswith(sheet.read_bytes())
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.docinfo["/Producer"] == "KTA Desktop"
        (field,) = pdf.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("secret", [SECRET, "plain"])
def test_that_containers_of_old_tools_are_opened(container, secret):
    key = signing_sheets.open_key(container(secret=secret, look=LEGACY), secret)
    assert key.holder.is_self_signed


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_that_a_passphrase_is_read_as_old_tools_wrote_it(container, encoding):
    written = SECRET.replace("ұ", "у").encode(encoding).decode("latin-1")
    path = container(secret=written, look=LEGACY)
    assert signing_sheets.open_key(path, SECRET.replace("ұ", "у")).holder.name


def test_that_two_people_sign_one_after_the_other(container, sheet, tmp_path):
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    signing_sheets.sign(sheet, signing_sheets.open_key(container(), SECRET), first)
    signing_sheets.sign(first, signing_sheets.open_key(container("p256"), SECRET), second)
    found = signing_sheets.signatures(second)
    assert [one.cover for one in found] == [Cover.SIGNED_ON, Cover.WHOLE]
    assert all(one.is_good for one in found)


def test_that_a_change_of_one_byte_is_told(container, sheet, tmp_path):
    out = tmp_path / "подписан.pdf"
    signing_sheets.sign(sheet, signing_sheets.open_key(container(), SECRET), out)
    data = bytearray(out.read_bytes())
    place = data.index(b"/Keywords (") + len(b"/Keywords (")
    data[place] ^= 1
    out.write_bytes(data)
    (found,) = signing_sheets.signatures(out)
    assert not found.is_intact
    assert not found.is_good


def test_that_what_was_changed_after_signing_is_told(container, sheet, tmp_path):
    from pyhanko.pdf_utils.generic import pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = tmp_path / "подписан.pdf"
    signing_sheets.sign(sheet, signing_sheets.open_key(container(), SECRET), out)
    writer = IncrementalPdfFileWriter(BytesIO(out.read_bytes()))
    writer.root["/Lang"] = pdf_string("kk")
    writer.update_root()
    changed = BytesIO()
    writer.write(changed)
    out.write_bytes(changed.getvalue())
    (found,) = signing_sheets.signatures(out)
    assert found.is_intact
    assert found.cover is Cover.PART
    assert not found.is_good


def test_that_a_sheet_without_signatures_has_none(sheet):
    assert signing_sheets.signatures(sheet) == ()


@pytest.mark.parametrize(("since", "until", "term"), [(-9, -2, "expired"), (2, 9, "not-yet")])
def test_that_a_key_out_of_term_signs_only_when_told_to(
    container, sheet, tmp_path, since, until, term
):
    key = signing_sheets.open_key(container(since=since, until=until), SECRET)
    out = tmp_path / "подписан.pdf"
    with pytest.raises(signing_sheets.KeyTermError) as caught:
        signing_sheets.sign(sheet, key, out)
    assert formatting.date(key.holder.until, "ru") in caught.value.sentence("ru")
    assert not out.exists()
    made = signing_sheets.sign(sheet, key, out, despite_term=True)
    assert made.is_good
    assert made.term == term


def test_that_a_wrong_passphrase_is_told_apart_from_a_wrong_file(container, tmp_path):
    path = container()
    with pytest.raises(signing_sheets.KeyPassphraseError):
        signing_sheets.open_key(path, "мимо")
    with pytest.raises(signing_sheets.KeyUnreadableError):
        signing_sheets.open_key(tmp_path / "нет.p12", SECRET)
    for data in (b"", b"-----BEGIN CERTIFICATE-----", b"\x30\x03\x02\x01\x05", b"\0" * 2_000_000):
        path.write_bytes(data)
        with pytest.raises(signing_sheets.NoKeyFileError):
            signing_sheets.open_key(path, SECRET)


def test_that_a_container_without_a_private_key_is_told(tmp_path):
    path = tmp_path / "центр.p12"
    other = pkcs12.PKCS12Certificate(certificate(private("rsa")), None)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            None, None, None, [other], serialization.BestAvailableEncryption(SECRET.encode())
        )
    )
    with pytest.raises(signing_sheets.NoPrivateKeyError):
        signing_sheets.open_key(path, SECRET)


def test_that_a_key_of_a_national_algorithm_is_told_apart_from_a_wrong_passphrase(tmp_path):
    path = tmp_path / "ГОСТ.p12"
    path.write_bytes(gost_container(SECRET))
    with pytest.raises(signing_sheets.KeyKindError) as caught:
        signing_sheets.open_key(path, SECRET)
    assert "ГОСТ" in caught.value.sentence("ru")
    with pytest.raises(signing_sheets.KeyPassphraseError):
        signing_sheets.open_key(path, "мимо")


def test_that_a_full_disk_keeps_the_older_file(container, sheet, tmp_path, monkeypatch):
    key, out = signing_sheets.open_key(container(), SECRET), tmp_path / "подписан.pdf"
    out.write_bytes(b"older")

    def fail(_descriptor):
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(printing.SheetDiskFullError):
        signing_sheets.sign(sheet, key, out)
    assert out.read_bytes() == b"older"


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4\ntorn"])
def test_that_what_is_no_pdf_is_not_signed(container, tmp_path, data):
    broken = tmp_path / "рваный.pdf"
    broken.write_bytes(data)
    key = signing_sheets.open_key(container(), SECRET)
    with pytest.raises(signing_sheets.SigningError):
        signing_sheets.sign(broken, key, tmp_path / "подписан.pdf")
    with pytest.raises(signing_sheets.SigningError):
        signing_sheets.signatures(broken)


def test_that_a_file_spoiled_on_its_way_to_disk_is_not_called_signed(
    container, sheet, tmp_path, monkeypatch
):
    key = signing_sheets.open_key(container(), SECRET)
    monkeypatch.setattr(
        signing_sheets, "save", lambda out, _data: out.write_bytes(sheet.read_bytes())
    )
    with pytest.raises(signing_sheets.SignatureLostError):
        signing_sheets.sign(sheet, key, tmp_path / "подписан.pdf")


def test_that_the_passphrase_is_not_shown_with_the_key(container):
    key = signing_sheets.open_key(container(secret="plain"), "plain")
    assert "plain" not in repr(key)


def gost_container(secret):
    """Return a PKCS#12 file whose key names an algorithm of Kazakhstan (arc 1.2.398)."""
    from asn1crypto.core import ObjectIdentifier

    def block(tag, *parts):
        data = b"".join(parts)
        size = len(data).to_bytes(2, "big")
        return bytes([tag]) + (size[1:] if len(data) < 128 else b"\x82" + size) + data

    def name(dotted):
        return ObjectIdentifier(dotted).dump()

    def content(data):
        return block(0x30, name("1.2.840.113549.1.7.1"), block(0xA0, block(4, data)))

    algorithm = block(0x30, name("1.2.398.3.10.1.1.2.2.1"), b"\5\0")
    key = block(0x30, b"\2\1\0", algorithm, block(4, bytes(64)))
    bag = block(0x30, name("1.2.840.113549.1.12.10.1.1"), block(0xA0, key))
    safe = block(0x30, content(block(0x30, bag)))
    salt, text = b"12345678", secret.encode("utf-16-be") + b"\0\0"
    filled = (salt * 8)[:64] + (text * 64)[: -(-len(text) // 64) * 64]
    digest = hashlib.sha1(b"\3" * 64 + filled).digest()  # noqa: S324 - as old tools write
    mac = block(4, hmac.new(digest, safe, "sha1").digest())
    checksum = block(0x30, block(0x30, block(0x30, name("1.3.14.3.2.26"), b"\5\0"), mac),
                     block(4, salt))  # fmt: skip
    return block(0x30, b"\2\1\3", content(safe), checksum)


@pytest.mark.parametrize("secret", ["\udcff", f"{SECRET}\0", "\0", ""])
def test_that_what_is_no_passphrase_does_not_fit(container, secret):
    with pytest.raises(signing_sheets.KeyPassphraseError):
        signing_sheets.open_key(container("p256"), secret)


def test_that_a_pipe_is_no_key_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "труба.p12")
    for name in ("труба.p12", "имя\0.p12"):
        with pytest.raises(signing_sheets.KeyUnreadableError):
            signing_sheets.open_key(tmp_path / name, SECRET)


def test_that_a_certificate_that_names_nobody_signs(container, sheet, tmp_path):
    key = signing_sheets.open_key(container("p256", names=()), SECRET)
    made = signing_sheets.sign(sheet, key, tmp_path / "подписан.pdf")
    assert made.is_good
    assert made.holder.name == ""


def test_that_a_pdf_with_a_damaged_frame_is_refused(container, sheet, tmp_path):
    file, key = tmp_path / "рваный.pdf", signing_sheets.open_key(container("p256"), SECRET)
    whole = sheet.read_bytes()
    roots = (b"/Root 1 0 R", b"/Root -1 0 R", b"/Root " + b"[" * 9000, b"/Root << >>", b"/Root 5")
    for root in roots:
        file.write_bytes(re.sub(rb"/Root \d+ 0 R", root, whole))
        with pytest.raises(signing_sheets.SigningError):
            signing_sheets.sign(file, key, tmp_path / "подписан.pdf")


def test_that_a_changed_signed_sheet_is_told_without_a_traceback(
    container, sheet, tmp_path, capsys, caplog
):
    key, out = signing_sheets.open_key(container("p256"), SECRET), tmp_path / "подписан.pdf"
    signing_sheets.sign(sheet, key, out)
    signing_sheets.sign(out, key, out)
    out.write_bytes(out.read_bytes().replace(b"<x:xmpmeta", b"<x:xmpmet\xff", 1))
    assert not signing_sheets.signatures(out)[0].is_good
    assert "Traceback" not in capsys.readouterr().err + caplog.text
