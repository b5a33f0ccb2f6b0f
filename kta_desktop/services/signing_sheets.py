"""Signing printed sheets: PAdES baseline B-B, and telling what the signatures of a PDF are worth.

The signature is added behind the document, whose bytes stay as they were: the hash and the code
of the sheet remain true. It has no picture on the page. Whether the issuer of a certificate is to
be trusted cannot be known offline, and is said.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from kta_desktop.services.key_files import Holder, Key, Term, demand_term, holder_of, open_key
from kta_desktop.services.printing import save
from kta_desktop.services.signing_errors import (
    KeyKindError,
    KeyPassphraseError,
    KeyTermError,
    KeyUnreadableError,
    NoKeyFileError,
    NoPrivateKeyError,
    SignatureLostError,
    SigningError,
)

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation import EmbeddedPdfSignature

__all__ = [
    "Cover",
    "Holder",
    "Key",
    "KeyKindError",
    "KeyPassphraseError",
    "KeyTermError",
    "KeyUnreadableError",
    "NoKeyFileError",
    "NoPrivateKeyError",
    "Signature",
    "SignatureLostError",
    "SigningError",
    "Term",
    "open_key",
    "sign",
    "signatures",
]

_FIELD = "KTA-{number}"
_DAMAGED = (  # pyHanko's ways to say that a part of a PDF is missing or of another kind
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
)


class Cover(StrEnum):
    """How much of a PDF a signature covers.

    WHOLE: all of it. SIGNED_ON: all there was, and nothing but further signatures came later.
    PART: something else was added to the file later.
    """

    WHOLE = "whole"
    SIGNED_ON = "signed-on"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature of a PDF.

    Attributes:
        holder: Who signed, as the certificate says.
        at: ISO time by the clock of the computer it was signed at; empty if it tells none.
        is_intact: Whether what it covers is as it was signed, and the key fits the certificate.
        cover: How much of the file it covers.
        term: How the certificate stood to that time.
    """

    holder: Holder
    at: str
    is_intact: bool
    cover: Cover
    term: Term

    @property
    def is_good(self) -> bool:
        """Whether the document is as it was signed; who vouches for the signer is another thing."""
        return self.is_intact and self.cover is not Cover.PART


def sign(pdf: Path, key: Key, out: Path, *, despite_term: bool = False) -> Signature:
    """Sign a PDF, write it to ``out`` whole or not at all, read it back and verify it.

    Args:
        pdf: The sheet; it may have signatures already.
        key: Who signs.
        out: The signed file; may be ``pdf`` itself.
        despite_term: Whether a certificate that is not in force may sign.

    Raises:
        KeyTermError: If it is not in force and ``despite_term`` was not said.
        SigningError: If ``pdf`` cannot be read or signed.
        SheetError: If ``out`` cannot be written.
        SignatureLostError: If what was written does not verify.
    """
    demand_term(key, despite_term=despite_term)
    try:
        data = pdf.read_bytes()
    except OSError as error:
        raise SigningError(path=pdf.name) from error
    save(out, _signed(data, key, pdf))
    found = signatures(out)
    if not found or not found[-1].is_good or found[-1].cover is not Cover.WHOLE:
        raise SignatureLostError(path=out.name)
    return found[-1]


def _signed(data: bytes, key: Key, pdf: Path) -> bytes:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError as NotSignedError

    signer = signers.SimpleSigner.load_pkcs12_data(
        key.container, other_certs=[], passphrase=key.secret
    )
    if signer is None:
        raise KeyKindError(path=key.path.name)
    try:
        writer = _addition(data)
        count = len(writer.prev.embedded_signatures)
        name = _FIELD.format(number=count + 1)
        meta = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=_nameless(key),
        )
        made = signers.sign_pdf(writer, meta, signer, new_field_spec=fields.SigFieldSpec(name))
    except (PdfError, NotSignedError, *_DAMAGED) as error:
        raise SigningError(path=pdf.name) from error
    return bytes(made.getvalue())


def _nameless(key: Key) -> str | None:
    """Return what a signature is called whose certificate names nobody; else None: it tells."""
    return None if key.holder.name or key.holder.organisation else key.path.stem


def _addition(data: bytes) -> "IncrementalPdfFileWriter":
    """Return a writer behind a PDF that leaves its properties alone.

    By itself it would name itself as producer, differently in the two places where a PDF/A names
    one. When it was signed stands in the signature.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Addition(IncrementalPdfFileWriter):
        @override
        def _update_meta(self) -> None:
            return

    return Addition(BytesIO(data), strict=False)


def signatures(pdf: Path) -> tuple[Signature, ...]:
    """Return the signatures of a PDF in the order they were made; none if it has none.

    Raises:
        SigningError: If the file cannot be read, or is no PDF.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what was changed is told by ``cover``
    try:
        reader = PdfFileReader(BytesIO(pdf.read_bytes()), strict=False)
        return tuple(_read(one) for one in reader.embedded_regular_signatures)
    except (OSError, PdfError, *_DAMAGED) as error:
        raise SigningError(path=pdf.name) from error


def _read(embedded: "EmbeddedPdfSignature") -> Signature:
    from cryptography.x509 import load_der_x509_certificate

    holder = holder_of(load_der_x509_certificate(embedded.signer_cert.dump()))
    told = embedded.self_reported_timestamp
    at = told.astimezone(UTC).isoformat() if told is not None else ""
    return Signature(
        holder=holder,
        at=at,
        is_intact=_is_intact(embedded),
        cover=_cover(embedded),
        term=holder.term(at or datetime.now(UTC).isoformat()),
    )


def _is_intact(embedded: "EmbeddedPdfSignature") -> bool:
    """Whether digest and signature are right; nobody's trust in the issuer is asked for."""
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        digest = embedded.compute_digest()
        same, valid = validate_sig_integrity(
            embedded.signer_info, embedded.signer_cert, "data", digest
        )
    except SignatureValidationError:
        return False
    return same and valid


def _cover(embedded: Any) -> Cover:
    """Return how much an ``EmbeddedPdfSignature`` covers, whose checks have no types."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    embedded.compute_integrity_info()
    if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Cover.WHOLE
    later = embedded.diff_result
    if (
        embedded.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and isinstance(later, DiffResult)
        and later.modification_level <= ModificationLevel.FORM_FILLING
    ):
        return Cover.SIGNED_ON
    return Cover.PART
