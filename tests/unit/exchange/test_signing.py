"""Signatures: they hold over exactly what was signed, in exactly one writing."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.exchange.signing import detached, envelope, read_detached, read_envelope

PAYLOAD = {"format": "kta-receipt/1", "files": {"a": "b"}, "revision": 3}


def test_that_a_detached_signature_verifies_with_any_ed25519_library(device):
    key, signature = detached(b"manifest", device.signer).decode().splitlines()
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    public.verify(base64.b64decode(signature), b"manifest")


def test_that_a_detached_signature_has_one_writing(device):
    data = detached(b"manifest", device.signer)
    assert read_detached(data)[0] == device.signer.public_key
    for other in (data.upper(), data + b"\n", data[:-1], data.replace(b"\n", b"\r\n"), b" " + data):
        with pytest.raises(ValueError, match=r".*"):
            read_detached(other)


def test_that_an_envelope_says_who_signed_what(device):
    found = read_envelope(envelope(PAYLOAD, device.signer))
    assert (found.payload, found.public_key) == (PAYLOAD, device.signer.public_key)


@pytest.mark.parametrize("field", ["key", "signature", "payload"])
def test_that_an_envelope_with_a_part_exchanged_is_refused(device, new_device, field):
    ours = json.loads(envelope(PAYLOAD, device.signer))
    other = new_device(device.audit, seed=5).signer
    theirs = json.loads(envelope(PAYLOAD | {"revision": 4}, other))
    mixed = json.dumps(ours | {field: theirs[field]}, sort_keys=True, separators=(",", ":"))
    with pytest.raises(ValueError, match=r".*"):
        read_envelope(mixed.encode())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_that_one_bit_anywhere_in_an_envelope_counts(device, place, bit):
    data = bytearray(envelope(PAYLOAD, device.signer))
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(ValueError, match=r".*"):
        read_envelope(bytes(data))


@settings(max_examples=200)
@given(data=st.one_of(st.binary(max_size=200), st.recursive(
    st.none() | st.booleans() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_that_garbage_is_no_envelope(data):
    with pytest.raises(ValueError, match=r".*"):
        read_envelope(data)


def test_that_a_deeply_nested_document_is_no_envelope():
    with pytest.raises(ValueError, match=r".*"):
        read_envelope(b"[" * 200_000)
