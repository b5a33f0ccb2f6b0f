"""``kta bundle sign … unseal``: from a closed version to an encrypted file and back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from kta_desktop import cli
from kta_desktop.exchange import sealed

NOW = datetime.now(UTC)


@pytest.fixture
def person(tmp_path):
    """Return a key, its certificate, and the file that holds both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ИБРАЕВ НУРЛАН")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
    builder = builder.not_valid_before(NOW - timedelta(days=1))
    one = builder.not_valid_after(NOW + timedelta(days=9)).sign(key, hashes.SHA256())
    path = tmp_path / "plant.p12"
    lock = serialization.BestAvailableEncryption(b"1234")
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, one, None, lock))
    return key, one, path


@pytest.fixture
def audit(laptop, hand):
    return hand.start(laptop)


@pytest.fixture
def kta(laptop, audit, monkeypatch, capsys):
    """Return a runner of commands over the workspace: exit code and what was printed."""
    monkeypatch.setenv("KTA_PASSPHRASE", "пароль")
    monkeypatch.setenv("KTA_KEY_PASSPHRASE", "1234")
    laptop.close()

    def run(*words, workspace=True):
        named = ["--workspace", str(laptop.path)] if workspace else []
        code = cli.run(["bundle", *map(str, words), *named, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_that_a_version_is_signed_here_and_elsewhere_and_verified(kta, audit, person, tmp_path):
    key, one, path = person
    code, made = kta("sign", audit, "--key", path, "--role", "plant")
    assert (code, made["state"], made["role"], made["name"]) == (0, "fits", "plant", one_name(one))
    listing, file = tmp_path / "list.txt", tmp_path / "list.p7s"
    assert kta("export-manifest", audit, "--out", listing)[1]["revision"] == 1
    builder = pkcs7.PKCS7SignatureBuilder().set_data(listing.read_bytes())
    builder = builder.add_signer(one, key, hashes.SHA256())
    file.write_bytes(builder.sign(serialization.Encoding.PEM, [pkcs7.PKCS7Options.Binary]))
    assert kta("import-signature", audit, file)[1]["n"] == 3
    known = kta("signatures", audit)[1]
    assert (known["revision"], known["sent"], len(known["signatures"])) == (1, False, 3)
    assert kta("build", audit, "--out", tmp_path / "a.kta")[0] == 0
    code, told = kta("verify", tmp_path / "a.kta", workspace=False)
    assert code == 0
    assert [(each["n"], each["state"], each["role"]) for each in told["signatures"]] == [
        (1, "fits", ""),
        (2, "fits", "plant"),
        (3, "fits", ""),
    ]


def one_name(certificate):
    return certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value


def test_that_a_bundle_is_encrypted_verified_and_decrypted(kta, tmp_path):
    bundle, closed, back = (tmp_path / name for name in ("a.kta", "a.kta.age", "b.kta"))
    bundle.write_bytes(b"a bundle")
    other = sealed.recipient_of(sealed.new_identity())
    code, info = kta("seal", bundle, "--to", other, "--out", closed, "--remove")
    assert (code, info["recipients"][0], bundle.exists()) == (0, other, False)
    code, told = kta("verify", closed, workspace=False)
    assert (code, told["errors"][0]["code"]) == (1, "sealed-needs-workspace")
    code, told = kta("verify", closed)
    assert (code, told["ok"]) == (1, False)  # it decrypts, and what is in it is no bundle
    assert kta("unseal", closed, "--out", back)[0] == 0
    assert back.read_bytes() == b"a bundle"
    code, told = kta("seal", back, "--to", "age1wrong", "--out", closed)
    assert (code, told["errors"][0]["code"]) == (1, "recipient-wrong")
