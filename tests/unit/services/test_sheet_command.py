"""``kta sheet``: printing, signing and verifying from the command line."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from kta_desktop import cli
from kta_desktop.commands import sheets
from kta_desktop.reports.surround import sheet_code
from kta_desktop.services import answering, auditing
from kta_desktop.services.answering import Edit


@pytest.fixture
def kta(ws, monkeypatch, capsys):
    """Return a runner of ``kta sheet`` in the open workspace: exit code and what it said."""

    @contextmanager
    def opened(_path):
        yield ws

    monkeypatch.setattr(sheets, "opened", opened)

    def run(*words):
        code = cli.run(["sheet", *map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out or "{}")

    return run


@pytest.fixture
def key(tmp_path):
    """Return a key file with the passphrase ``ключ``."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ахметова Айгуль")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 7)
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now - timedelta(days=1))
        .sign(private, hashes.SHA256())
    )
    path = tmp_path / "key.p12"
    secret = serialization.BestAvailableEncryption("ключ".encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(None, private, certificate, None, secret)
    )
    return path


def test_that_a_print_of_the_present_state_ends_with_zero_and_an_earlier_one_with_one(
    ws, audit, kta
):
    code = sheet_code(auditing.load(ws, audit))
    status, told = kta("--verify", code)
    assert status == 0
    assert told["prints"][0]["matches"][0]["standing"] == "current"
    answering.store(ws, audit, [Edit("@plant/address", "Алматы")])
    status, told = kta("--verify", code, audit)
    assert status == 1
    assert told["errors"][0]["code"] == "print-earlier"
    assert told["prints"][0]["matches"][0]["records"] == ["plant"]


@pytest.mark.parametrize(("code", "fault"), [("22222", "print-unknown"), ("мимо", "print-no-code")])
def test_that_other_codes_are_told_apart(ws, audit, kta, code, fault):
    assert audit in {row.id for row in auditing.summaries(ws)}
    status, told = kta("--verify", code)
    assert status == 1
    assert told["errors"][0]["code"] == fault


def test_that_printing_needs_an_audit_and_a_file(audit, kta):
    assert kta("--out", "x.pdf")[0] == cli.WRONG_USE
    status, told = kta(audit)
    assert status == cli.WRONG_USE
    assert told["errors"][0]["where"] == "--out"


def test_that_a_sheet_is_signed_and_the_signed_file_verified(
    audit, kta, key, tmp_path, monkeypatch
):
    out = tmp_path / "лист.pdf"
    monkeypatch.delenv("KTA_KEY_PASSPHRASE", raising=False)
    assert kta(audit, "--out", out, "--sign", key)[1]["errors"][0]["code"] == "key-no-passphrase"
    monkeypatch.setenv("KTA_KEY_PASSPHRASE", "ключ")
    assert kta(audit, "--out", out, "--sign", key)[1]["errors"][0]["code"] == "key-out-of-term"
    assert not out.exists()
    status, told = kta(audit, "--out", out, "--sign", key, "--despite-term")
    assert status == 0
    assert told["signature"]["name"] == "Ахметова Айгуль"
    assert told["signature"]["term"] == "expired"
    status, told = kta("--verify", out)
    assert status == 0
    assert told["signatures"][0]["good"]
    assert told["prints"][0]["as_printed"]
    data = out.read_bytes()
    out.write_bytes(data.replace(b"/Keywords (K", b"/Keywords (k"))
    status, told = kta("--verify", out)
    assert status == 1
    assert told["errors"][0]["code"] == "signature-broken"


def test_that_a_layout_that_does_not_exist_is_wrong_use(kta, audit, tmp_path):
    code, _said = kta(audit, "--out", tmp_path / "лист.pdf", "--layout", "nobody")
    assert code == 2
