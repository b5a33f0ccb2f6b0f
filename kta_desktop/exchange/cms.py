"""Further signatures of a bundle: detached CMS (RFC 5652) with the attributes of CAdES-BES.

They are made over the bytes of ``tagmanifest-sha256.txt``. What is checked is whether those bytes
were signed by the key of the certificate; whether its issuer is to be trusted cannot be known
offline. National algorithms that are not there are told apart from what does not fit.
"""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, core, x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import InvalidVersion
from pyhanko.sign.ades import cades_asn1  # registers the attributes of CAdES

from kta_desktop.exchange.findings import SignatureFound, SignatureState
from kta_desktop.exchange.holders import Holder, holder_of
from kta_desktop.exchange.signature_errors import (
    SignatureNamelessError,
    SignatureOtherBytesError,
    SignatureUnreadableError,
    SignatureWrongError,
)

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

LARGEST = 1 << 20  # bytes; a signature with a chain of certificates has some ten thousand
_ROLE = "kta:role/"  # roles are URIs in attributes (RFC 5755, section 4.4.5)
_SIGNERS, _CERTIFICATES = 16, 64  # in one file: more would only cost time
_DAMAGED = (  # the ways in which libraries say that a part is missing or of another kind
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    OverflowError,
    RecursionError,
    InvalidVersion,
    UnsupportedAlgorithm,
)
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----(.*?)-----END [A-Z0-9 ]+-----", re.DOTALL)
_DIGESTS = ("sha1", "sha224", "sha256", "sha384", "sha512", "md5")
_STRONG = ("sha256", "sha384", "sha512")
_SIGNING = frozenset(
    [f"{digest}_{kind}" for digest in _STRONG for kind in ("rsa", "ecdsa")]
    + ["rsassa_pkcs1v15", "rsassa_pss", "ecdsa"]
)
_CURVES = frozenset(["secp256r1", "secp384r1", "secp521r1"])


def made(content: bytes, container: bytes, secret: bytes, role: str) -> bytes:
    """Return a detached signature over ``content``; it tells the time by the computer's clock.

    Args:
        content: What is signed.
        container: PKCS#12 with an RSA or ECDSA key and its certificate.
        secret: What opens it.
        role: As what the holder signs, such as ``plant``; stands inside, claimed by the signer.

    Raises:
        ValueError: If the container cannot sign.
    """
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import SimpleSigner

    signer = SimpleSigner.load_pkcs12_data(container, other_certs=[], passphrase=secret)
    if signer is None:
        raise ValueError("container")
    try:
        signed = asyncio.run(
            signer.async_sign_general_data(
                content,
                "sha256",
                detached=True,
                use_cades=True,
                signed_attr_settings=_attributes(role),
            )
        )
    except SigningError as error:
        raise ValueError(str(error)) from error
    return bytes(signed.dump())


def _attributes(role: str) -> "PdfCMSSignedAttributes":
    from pyhanko.sign.ades.api import CAdESSignedAttrSpec, SignerAttrSpec
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    name = x509.GeneralName("uniform_resource_identifier", _ROLE + role)
    claim = cms.AttCertAttribute({"type": "role", "values": [{"role_name": name}]})
    return PdfCMSSignedAttributes(
        signing_time=datetime.now(UTC).replace(microsecond=0),
        cades_signed_attrs=CAdESSignedAttrSpec(
            signer_attributes=SignerAttrSpec(claimed_attrs=[claim], certified_attrs=[])
        ),
    )


def decoded(data: bytes) -> bytes:
    """Return what a signing program wrote as bytes of CMS: they may be PEM or base64 text."""
    text = data.decode("utf-8-sig", "ignore").encode() if data[:1] != b"\x30" else b""
    found = _PEM.search(text)
    packed = re.sub(rb"\s+", b"", found[1] if found else text)
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(packed, validate=True) or data
    return data


def detached(data: bytes, content: bytes, where: str) -> bytes:
    """Return a signature without the bytes it was made over, if it carries them.

    Signers sign a digest of the content, not its envelope, so nothing they signed is touched.

    Raises:
        SignatureUnreadableError: If it is no CMS.
        SignatureOtherBytesError: If it carries other bytes.
    """
    info = _read(data, where)
    try:
        signed = info["content"]
        if isinstance(signed["encap_content_info"]["content"], core.Void):
            return data
        _demand_same(signed, content, where)
        bare = {"content_type": signed["encap_content_info"]["content_type"].dotted}
        signed["encap_content_info"] = bare
        return bytes(info.dump(force=True))
    except _DAMAGED as error:
        raise SignatureUnreadableError(where=where) from error


def found(data: bytes, content: bytes, where: str) -> tuple[SignatureFound, ...]:
    """Return what the signatures in one file are worth, one or more.

    Args:
        data: CMS in DER or BER.
        content: What they have to be made over.
        where: Name of the file.

    Raises:
        SignatureUnreadableError: If it is no CMS with signatures.
        SignatureNamelessError: If the certificate of a signer is not in it.
        SignatureOtherBytesError: If it provably was made over other bytes.
        SignatureWrongError: If a key that can be checked did not make it.
    """
    info = _read(data, where)
    try:
        signed = info["content"]
        _demand_same(signed, content, where)
        certificates = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
        signers = list(signed["signer_infos"])
        if len(signers) > _SIGNERS or len(certificates) > _CERTIFICATES:
            raise SignatureUnreadableError(where=where)
        return tuple(_one(signer, certificates, content, where) for signer in signers)
    except _DAMAGED as error:
        raise SignatureUnreadableError(where=where) from error


def _read(data: bytes, where: str) -> cms.ContentInfo:
    """Return the outer layer of a signature that holds at least one."""
    try:
        if len(data) > LARGEST:
            raise SignatureUnreadableError(where=where)
        info = cms.ContentInfo.load(data, strict=True)
        if info["content_type"].native != "signed_data" or not len(info["content"]["signer_infos"]):
            raise SignatureUnreadableError(where=where)
    except _DAMAGED as error:
        raise SignatureUnreadableError(where=where) from error
    return info


def _demand_same(signed: cms.SignedData, content: bytes, where: str) -> None:
    """Refuse content that is carried along and is not what has to be signed."""
    carried = signed["encap_content_info"]["content"]
    if not isinstance(carried, core.Void) and carried.native != content:
        raise SignatureOtherBytesError(where=where)


def _one(
    signer: cms.SignerInfo, certificates: Iterable[x509.Certificate], content: bytes, where: str
) -> SignatureFound:
    certificate = next((one for one in certificates if _is_of(signer, one)), None)
    if certificate is None:
        raise SignatureNamelessError(where=where)
    _demand_digest(signer, content, where)
    is_known = _is_checked_here(signer, certificate)
    if is_known and not _fits(signer, certificate, content):
        raise SignatureWrongError(where=where)
    return SignatureFound(
        name=where,
        state=SignatureState.FITS if is_known else SignatureState.UNCHECKED,
        holder=_holder(certificate),
        role=_role(signer),
        at=_time(signer),
        algorithm=signer["signature_algorithm"]["algorithm"].dotted,
    )


def _is_of(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether a certificate is the one that a signer names."""
    name = signer["sid"].chosen
    if signer["sid"].name == "subject_key_identifier":
        return bool(name.native == certificate.key_identifier)
    same = name["issuer"] == certificate.issuer
    return bool(same and name["serial_number"].native == certificate.serial_number)


def _attribute(signer: cms.SignerInfo, kind: str) -> Any:
    """Return the one value of a signed attribute; None if it is not there exactly once."""
    held = signer["signed_attrs"]
    values = [] if isinstance(held, core.Void) else [a["values"] for a in held if _is(a, kind)]
    return values[0][0] if len(values) == 1 and len(values[0]) == 1 else None


def _is(attribute: cms.CMSAttribute, kind: str) -> bool:
    return bool(attribute["type"].native == kind)


def _demand_digest(signer: cms.SignerInfo, content: bytes, where: str) -> None:
    """Refuse a digest that can be made here and is not that of ``content``."""
    name = signer["digest_algorithm"]["algorithm"].native
    told = _attribute(signer, "message_digest")
    if name not in _DIGESTS or told is None:
        return
    if hashlib.new(name, content, usedforsecurity=False).digest() != told.native:
        raise SignatureOtherBytesError(where=where)


def _is_checked_here(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether digest, algorithm and key are all of kinds that the program has and believes."""
    key = certificate.public_key
    kind = key["algorithm"]["algorithm"].native
    is_key = kind in ("rsa", "rsassa_pss") or (kind == "ec" and key.curve[1] in _CURVES)
    digest = signer["digest_algorithm"]["algorithm"].native in _STRONG
    return is_key and digest and signer["signature_algorithm"]["algorithm"].native in _SIGNING


def _fits(signer: cms.SignerInfo, certificate: x509.Certificate, content: bytes) -> bool:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, content).digest()
    try:
        same, valid = validate_sig_integrity(signer, certificate, "data", digest)
    except SignatureValidationError:
        return False
    return same and valid


def _holder(certificate: x509.Certificate) -> Holder:
    from cryptography.x509 import load_der_x509_certificate

    return holder_of(load_der_x509_certificate(certificate.dump()))


def _time(signer: cms.SignerInfo) -> str:
    """Return the time that a signature tells, in ISO; empty if it tells none."""
    told = _attribute(signer, "signing_time")
    return "" if told is None else told.native.astimezone(UTC).isoformat()


def _role(signer: cms.SignerInfo) -> str:
    """Return as what the holder says to have signed; empty if not told in our way."""
    told = _attribute(signer, "signer_attributes_v2")
    if not isinstance(told, cades_asn1.SignerAttributesV2):
        return ""
    claims = told["claimed_attributes"]
    for claim in () if isinstance(claims, core.Void) else claims:
        if claim["type"].native == "role" and len(claim["values"]) == 1:
            name = claim["values"][0]["role_name"].native
            return name.removeprefix(_ROLE) if str(name).startswith(_ROLE) else ""
    return ""
