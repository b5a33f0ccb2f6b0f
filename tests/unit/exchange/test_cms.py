"""Signatures of persons over a bundle: what fits, what cannot be checked, what is refused."""

import base64
import random
import subprocess
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from kta_desktop.errors import KtaError
from kta_desktop.exchange import cms
from kta_desktop.exchange.findings import SignatureState
from kta_desktop.exchange.signature_errors import (
    SignatureError,
    SignatureNamelessError,
    SignatureOtherBytesError,
    SignatureUnreadableError,
    SignatureWrongError,
)

CONTENT = b"0" * 64 + b"  bag-info.txt\n"
SECRET = b"\xd1\x82\xd2\xb1\xd0\xb7"
GOST_KZ = "1.2.398.3.10.1.1.2.3.2"  # GOST 34.10-2015, as signatures of the national centre have it
STREEBOG = "1.2.643.7.1.1.2.3"  # RFC 9215, GOST R 34.11-2012
NOW = datetime.now(UTC)


def certified(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "СЕИТОВА ДИНА")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(11)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def keys():
    """Return key, certificate and container by kind."""
    made = {
        "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "other": ec.generate_private_key(ec.SECP384R1()),
    }
    lock = serialization.BestAvailableEncryption(SECRET)
    return {
        kind: (key, one := certified(key), pkcs12.serialize_key_and_certificates(
            b"key", key, one, None, lock))
        for kind, key in made.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def signature(keys):
    return cms.made(CONTENT, keys["ec"][2], SECRET, "plant")


def elsewhere(keys, *options, content=CONTENT, kind="rsa", digest=None):
    """Return a signature as another program makes it."""
    key, one, _container = keys[kind]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(one, key, digest or hashes.SHA256())
    chosen = [pkcs7.PKCS7Options.Binary, *options]
    return builder.sign(serialization.Encoding.DER, chosen)


DETACHED = pkcs7.PKCS7Options.DetachedSignature


def foreign(data, *, algorithm=GOST_KZ, digest=None):
    """Return a signature that says to be made by an algorithm that is not there."""
    info = asn1.ContentInfo.load(data)
    signer = info["content"]["signer_infos"][0]
    signer["signature_algorithm"] = {"algorithm": algorithm}
    if digest:
        signer["digest_algorithm"] = {"algorithm": digest}
    return info.dump(force=True)


@pytest.mark.parametrize("kind", ["rsa", "ec", "other"])
def test_that_a_signature_made_here_fits_and_tells_holder_role_and_time(keys, kind):
    data = cms.made(CONTENT, keys[kind][2], SECRET, "plant")
    (one,) = cms.found(data, CONTENT, "2.p7s")
    assert (one.state, one.role, one.holder.name) == (SignatureState.FITS, "plant", "СЕИТОВА ДИНА")
    told = datetime.fromisoformat(one.at)
    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)


def test_that_openssl_takes_a_signature_made_here(signature, tmp_path):
    (tmp_path / "list").write_bytes(CONTENT)
    (tmp_path / "list.p7s").write_bytes(signature)
    command = ["openssl", "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in"]
    rest = [tmp_path / "list.p7s", "-content", tmp_path / "list", "-out", tmp_path / "said"]
    subprocess.run([*command, *rest], check=True, capture_output=True)
    assert (tmp_path / "said").read_bytes() == CONTENT


def test_that_the_passphrase_has_to_open_the_container(keys):
    with pytest.raises(ValueError, match="PKCS#12"):
        cms.made(CONTENT, keys["ec"][2], b"other", "plant")


def test_that_other_bytes_are_refused(signature):
    with pytest.raises(SignatureOtherBytesError):
        cms.found(signature, CONTENT + b"\n", "2.p7s")


def test_that_a_signature_made_elsewhere_is_taken_attached_and_detached(keys):
    for data in (elsewhere(keys), elsewhere(keys, DETACHED)):
        bare = cms.detached(data, CONTENT, "2.p7s")
        assert CONTENT not in bare
        assert cms.found(bare, CONTENT, "2.p7s")[0].state is SignatureState.FITS


def test_that_attached_other_bytes_are_refused(keys):
    with pytest.raises(SignatureOtherBytesError):
        cms.detached(elsewhere(keys, content=b"other"), CONTENT, "2.p7s")


@pytest.mark.parametrize("form", ["der", "pem", "base64", "lines", "bom"])
def test_that_text_and_bytes_are_the_same_signature(signature, form):
    text = base64.encodebytes(signature)
    forms = {
        "der": signature,
        "pem": b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n",
        "base64": base64.b64encode(signature),
        "lines": text.replace(b"\n", b"\r\n") + b"\r\n",
        "bom": b"\xef\xbb\xbf" + text,
    }
    assert cms.decoded(forms[form]) == signature


def test_that_an_algorithm_unknown_here_is_present_and_not_checked(signature):
    (one,) = cms.found(foreign(signature, digest=STREEBOG), CONTENT, "2.p7s")
    assert (one.state, one.algorithm) == (SignatureState.UNCHECKED, GOST_KZ)
    assert one.holder.name == "СЕИТОВА ДИНА"


def test_that_an_unknown_algorithm_over_other_bytes_is_refused_where_the_digest_shows_it(signature):
    with pytest.raises(SignatureOtherBytesError):
        cms.found(foreign(signature), b"other", "2.p7s")


def test_that_a_weak_digest_is_not_believed(signature):
    old = foreign(signature, algorithm="1.2.840.10045.4.1", digest=STREEBOG)
    assert cms.found(old, CONTENT, "2.p7s")[0].state is SignatureState.UNCHECKED


def test_that_a_signature_by_another_key_is_refused(keys, signature):
    info = asn1.ContentInfo.load(signature)
    other = keys["other"][1].public_bytes(serialization.Encoding.DER)
    info["content"]["certificates"] = [
        asn1.CertificateChoices(name="certificate", value=asn1.Certificate.load(other))
    ]
    with pytest.raises(SignatureWrongError):
        cms.found(info.dump(force=True), CONTENT, "2.p7s")


def test_that_a_signature_without_its_certificate_is_refused(keys):
    data = elsewhere(keys, DETACHED, pkcs7.PKCS7Options.NoCerts)
    with pytest.raises(SignatureNamelessError):
        cms.found(data, CONTENT, "2.p7s")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x30\x80", b"A" * 400, b"\x30" * 2_000])
def test_that_garbage_is_refused(data):
    with pytest.raises(SignatureUnreadableError):
        cms.found(cms.decoded(data), CONTENT, "2.p7s")


def test_that_a_certificate_of_no_known_version_is_refused(keys):
    data = elsewhere(keys, DETACHED)
    assert cms.found(data, CONTENT, "2.p7s")
    with pytest.raises(SignatureUnreadableError):
        cms.found(data.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x46"), CONTENT, "2.p7s")


def test_that_several_persons_may_sign_in_one_file_but_not_any_number(keys, signature):
    info = asn1.ContentInfo.load(signature)
    one = info["content"]["signer_infos"][0]
    info["content"]["signer_infos"] = asn1.SignerInfos([one, one])
    assert len(cms.found(info.dump(force=True), CONTENT, "2.p7s")) == 2
    info["content"]["signer_infos"] = asn1.SignerInfos([one] * 40)
    with pytest.raises(SignatureUnreadableError):
        cms.found(info.dump(force=True), CONTENT, "2.p7s")


def test_that_a_signature_cut_anywhere_or_too_large_is_refused(signature):
    for end in range(0, len(signature), 97):
        with pytest.raises(KtaError):
            cms.found(signature[:end], CONTENT, "2.p7s")
    with pytest.raises(SignatureUnreadableError):
        cms.found(signature + bytes(cms.LARGEST), CONTENT, "2.p7s")


def test_that_no_flipped_byte_makes_anything_but_a_result_or_a_coded_error(signature):
    fate = random.Random(7)
    for _round in range(400):
        data = bytearray(signature)
        data[fate.randrange(len(data))] ^= 1 << fate.randrange(8)
        with suppress(SignatureError):
            assert cms.found(bytes(data), CONTENT, "2.p7s")
