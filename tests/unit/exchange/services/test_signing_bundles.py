"""Persons sign a version: here, elsewhere, and what travels with the bundle."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.findings import SignatureState
from kta_desktop.exchange.signature_errors import SignatureOtherBytesError
from kta_desktop.exchange.signatures import with_further
from kta_desktop.services import (
    auditing,
    contained,
    delivering,
    packing,
    receiving,
    signing_bundles,
)
from kta_desktop.services.bundle_signing_errors import (
    NothingToSignError,
    SignatureFileError,
    SignatureLateError,
    SignatureOlderError,
)
from kta_desktop.services.signed_versions import SignedVersionError
from kta_desktop.services.signing_bundles import Role
from kta_desktop.services.signing_errors import KeyTermError

SECRET = "құпия"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def person():
    """Return a private key and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ИБРАЕВ НУРЛАН")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(5)
    builder = builder.public_key(key.public_key()).not_valid_before(NOW - timedelta(days=9))
    return key, builder.not_valid_after(NOW + timedelta(days=9)).sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def key(person, tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "plant.p12"
    lock = serialization.BestAvailableEncryption(SECRET.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", *person, None, lock))
    return signing_bundles.key_for_signing(path, SECRET)


@pytest.fixture
def audit(laptop, hand):
    audit = hand.start(laptop)
    hand.answer(laptop, audit, "3")
    return audit


def outside(person, data, *options):
    """Return a signature as another program makes it."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    builder = builder.add_signer(person[1], person[0], hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary, *options])


def names(path):
    container = Container(path)
    try:
        return [file.name for file in container.listed() if file.name.startswith("signatures/")]
    finally:
        container.close()


def test_that_two_persons_sign_one_version_and_both_travel(laptop, audit, key, tmp_path):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    signing_bundles.sign(laptop, audit, key, Role.PLANT)
    assert auditing.load(laptop, audit).delivery is Delivery.SIGNED
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    assert info.revision == 1
    assert names(info.path) == ["signatures/1.ed25519", "signatures/2.p7s", "signatures/3.p7s"]
    verified = packing.verify(info.path).verified
    assert [one.role for one in verified.signatures] == ["", "auditor", "plant"]
    assert {one.state for one in verified.signatures} == {SignatureState.FITS}
    assert verified.signatures[1].holder.name == "ИБРАЕВ НУРЛАН"


def test_that_a_signed_version_gives_the_same_bytes_each_time(laptop, audit, key, tmp_path):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    for name in ("a.kta", "b.kta"):
        packing.build(laptop, audit, tmp_path / name)
    assert (tmp_path / "a.kta").read_bytes() == (tmp_path / "b.kta").read_bytes()


def test_that_a_later_release_which_prints_otherwise_keeps_a_signed_version(
    laptop, audit, key, tmp_path, monkeypatch
):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    before = packing.assemble(laptop, audit, 1).sha256
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.7 new"})
    assert packing.assemble(laptop, audit, 1).sha256 == before


def test_that_a_signed_version_which_would_differ_is_not_sent_and_signed_anew(
    laptop, audit, key, monkeypatch
):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    lay_out = packing.bag

    def other(snap, *rest):
        made = lay_out(snap, *rest)
        return replace(made, sha256="0" * 64) if snap.revision == 1 else made

    monkeypatch.setattr(packing, "bag", other)
    with pytest.raises(SignedVersionError):
        packing.assemble(laptop, audit, 1)
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    assert signing_bundles.standing(laptop, audit).revision == 2


def test_that_a_change_makes_a_version_without_signatures(laptop, audit, key, hand):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    hand.answer(laptop, audit, "4")
    known = signing_bundles.standing(laptop, audit)
    assert (known.revision, known.is_changed, known.signs, len(known.signatures)) == (1, True, 2, 2)
    assert auditing.load(laptop, audit).delivery is Delivery.DRAFT
    packing.close_revision(laptop, audit)
    assert signing_bundles.standing(laptop, audit).signatures == ()
    assert auditing.load(laptop, audit).delivery is Delivery.READY


def test_that_a_version_that_was_sent_is_not_signed_again(
    laptop, centre, stick, audit, key, person, tmp_path
):
    version = signing_bundles.export_manifest(laptop, audit, tmp_path / "list.txt")
    data = outside(person, version.listing)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    with pytest.raises(SignatureLateError):
        signing_bundles.import_signature(laptop, audit, data, Role.PLANT, "list.p7s")
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    known = signing_bundles.standing(laptop, audit)
    assert (known.revision, known.is_sent, len(known.signatures)) == (2, False, 2)


def test_that_the_centre_sees_who_signed(laptop, centre, stick, audit, key):
    signing_bundles.sign(laptop, audit, key, Role.PLANT)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    (taken,) = receiving.intake(centre, str(stick)).received
    device, plant = signing_bundles.of_version(centre, audit, taken.sha256)
    assert (device.fingerprint, plant.role) == (laptop.device, "plant")
    assert plant.holder.name == "ИБРАЕВ НУРЛАН"
    assert plant.state is SignatureState.FITS
    assert delivering.sync(laptop).received == (audit,)


@pytest.mark.parametrize("attached", [True, False])
def test_that_a_signature_made_elsewhere_travels_detached(
    laptop, audit, person, tmp_path, attached
):
    out = tmp_path / "list.txt"
    version = signing_bundles.export_manifest(laptop, audit, out)
    assert out.read_bytes() == version.listing
    options = () if attached else (pkcs7.PKCS7Options.DetachedSignature,)
    file = tmp_path / "list.p7s"
    file.write_bytes(base64.encodebytes(outside(person, out.read_bytes(), *options)))
    found = signing_bundles.import_file(laptop, audit, file, Role.PLANT)
    assert (found.n, found.state, found.role) == (2, SignatureState.FITS, "plant")
    again = signing_bundles.import_file(laptop, audit, file, Role.PLANT)
    assert again.n == 2
    path = packing.build(laptop, audit, tmp_path / "a.kta").path
    assert packing.verify(path).ok
    assert len(names(path)) == 2


def test_that_what_is_no_signature_of_this_version_is_refused(
    laptop, audit, person, hand, tmp_path
):
    data = outside(person, b"anything")
    with pytest.raises(NothingToSignError):
        signing_bundles.import_signature(laptop, audit, data, Role.PLANT, "x.p7s")
    first = signing_bundles.export_manifest(laptop, audit, tmp_path / "1.txt")
    with pytest.raises(SignatureOtherBytesError):
        signing_bundles.import_signature(laptop, audit, data, Role.PLANT, "x.p7s")
    hand.answer(laptop, audit, "5")
    signing_bundles.export_manifest(laptop, audit, tmp_path / "2.txt")
    old = outside(person, first.listing, pkcs7.PKCS7Options.DetachedSignature)
    with pytest.raises(SignatureOlderError):
        signing_bundles.import_signature(laptop, audit, old, Role.PLANT, "x.p7s")
    with pytest.raises(SignatureFileError):
        signing_bundles.import_file(laptop, audit, tmp_path, Role.PLANT)
    assert signing_bundles.standing(laptop, audit).signatures == ()


def test_that_a_key_out_of_term_signs_only_when_that_was_said(laptop, audit, key):
    past = replace(key, holder=replace(key.holder, until="2020-01-01T00:00:00+00:00"))
    with pytest.raises(KeyTermError):
        signing_bundles.sign(laptop, audit, past, Role.AUDITOR)
    assert signing_bundles.standing(laptop, audit).revision == 0
    made = signing_bundles.sign(laptop, audit, past, Role.AUDITOR, despite_term=True)
    assert made.state is SignatureState.FITS


def test_that_a_bundle_with_a_signature_that_does_not_fit_or_is_missing_is_refused(
    laptop, audit, key, person, tmp_path
):
    signing_bundles.sign(laptop, audit, key, Role.AUDITOR)
    good = packing.assemble(laptop, audit, 1)
    listing = signing_bundles.export_manifest(laptop, audit, tmp_path / "list.txt").listing
    fits = outside(person, listing, pkcs7.PKCS7Options.DetachedSignature)
    other = outside(person, b"other", pkcs7.PKCS7Options.DetachedSignature)
    path = tmp_path / "bad.kta"
    for further, code in (([fits, other], "bundle-signature"), ([b"junk"], "bundle-signature")):
        write(with_further(good, further), path)
        checks = {check.name: check.fault for check in packing.verify(path).checks}
        assert checks["signatures"].code == code
    torn = with_further(good, [fits, fits])
    kept = tuple(one for one in torn.members if one.name != "signatures/2.p7s")
    write(replace(torn, members=kept), path)
    assert packing.verify(path).fault.code == "bundle-missing-file"


def write(bag, path):
    with path.open("w+b") as file:
        packing.pack(bag, file, lambda _count: None)
