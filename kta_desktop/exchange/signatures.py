"""All signatures of a bundle: that of the device first, then those of persons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kta_desktop.exchange import layout
from kta_desktop.exchange.bag import Bag, in_memory
from kta_desktop.exchange.errors import BundleIncompleteError, BundleSignatureError
from kta_desktop.exchange.findings import SignatureFound, SignatureState
from kta_desktop.exchange.signature_errors import SignatureError
from kta_desktop.exchange.signing import fingerprint, is_signed, read_detached

MOST = 99


def with_further(packed: Bag, further: Sequence[bytes]) -> Bag:
    """Return a bag with signatures of persons behind that of the device.

    Args:
        packed: As the device signed it.
        further: Detached CMS, in the order they were given.
    """
    added = [
        in_memory(layout.FURTHER.format(number=number), data)
        for number, data in enumerate(further, start=2)
    ]
    members = {member.name: member for member in (*packed.members, *added)}
    return replace(packed, members=tuple(members[name] for name in layout.in_order(members)))


def all_signatures(
    files: Mapping[str, bytes], listing: bytes
) -> tuple[bytes, tuple[SignatureFound, ...]]:
    """Return the key of the device that signed, 32 raw bytes, and what each signature is worth.

    Args:
        files: The files of ``signatures/`` by name.
        listing: ``tagmanifest-sha256.txt``, which all of them are over.

    Raises:
        BundleIncompleteError: If that of the device or one within the row is not there.
        BundleSignatureError: If one does not fit or cannot be read, or there are too many.
    """
    names = sorted(files, key=_number)
    if layout.SIGNATURE not in names:
        raise BundleIncompleteError(where=layout.SIGNATURE)
    for expected, name in enumerate(names, start=1):
        if _number(name) != expected or expected > MOST:
            wanted = layout.FURTHER.format(number=expected)
            missing = _number(name) > expected
            raise (
                BundleIncompleteError(where=wanted) if missing else BundleSignatureError(where=name)
            )
    key = b""
    found: list[SignatureFound] = []
    for name in names:
        if name.endswith(".p7s"):
            found.extend(_of_persons(name, files[name], listing))
            continue
        signer = _of_device(name, files[name], listing)
        key = key or signer
        found.append(
            SignatureFound(name=name, state=SignatureState.FITS, fingerprint=fingerprint(signer))
        )
    return key, tuple(found)


def _number(name: str) -> int:
    return int(name.partition("/")[2].partition(".")[0])


def _of_device(name: str, data: bytes, listing: bytes) -> bytes:
    """Return the key of a device whose signature fits."""
    try:
        key, signature = read_detached(data)
    except ValueError as error:
        raise BundleSignatureError(where=name) from error
    if not is_signed(listing, key, signature):
        raise BundleSignatureError(where=name)
    return key


def _of_persons(name: str, data: bytes, listing: bytes) -> tuple[SignatureFound, ...]:
    from kta_desktop.exchange import cms  # half a second of imports, for bundles that have one

    try:
        return cms.found(data, listing, name)
    except SignatureError as error:
        raise BundleSignatureError(where=name) from error
