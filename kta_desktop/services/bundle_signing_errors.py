"""What can go wrong when persons sign a version of an audit."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services.signing_errors import SigningError


class BundleKeyKindError(SigningError):
    """The key signs by an algorithm that is not there, such as GOST."""

    code: ClassVar[str] = "bundle-key-kind-unknown"
    text: ClassVar[str] = N_(
        "The key {path} signs by an algorithm that this program does not have, probably GOST. "
        "Nothing was signed. Save the list to sign, sign that file outside, for example with "
        "NCALayer, and take the signature in here."
    )


class NothingToSignError(KtaError):
    """A signature came before anything to sign was given out."""

    code: ClassVar[str] = "nothing-to-sign"
    text: ClassVar[str] = N_(
        "No list to sign was saved from this audit yet, so no signature can be of it. Nothing was "
        "added. Save the list first and sign that file."
    )


class SignatureFileError(KtaError):
    """The file of a signature cannot be read. Details: ``path``."""

    code: ClassVar[str] = "signature-file-unreadable"
    text: ClassVar[str] = N_(
        "The signature {path} cannot be read. Nothing was added. Check the file and choose it "
        "again."
    )


class SignatureOlderError(KtaError):
    """It is over a version before the last. Details: ``revision``, ``newest``."""

    code: ClassVar[str] = "signature-of-older-version"
    text: ClassVar[str] = N_(
        "The signature is of version {revision}; the audit is at version {newest}. Nothing was "
        "added. Save the list of the new version and let it be signed."
    )


class SignatureLateError(KtaError):
    """The version was sent before the signature came. Details: ``revision``."""

    code: ClassVar[str] = "signature-too-late"
    text: ClassVar[str] = N_(
        "Version {revision} was sent before this signature came, and what was sent stays as it "
        "is. Nothing was added. Save the list again: that closes a new version to sign."
    )


class SignaturesFullError(KtaError):
    """As many signatures as a bundle can hold. Details: ``most``."""

    code: ClassVar[str] = "signatures-full"
    text: ClassVar[str] = N_(
        "The version already has {most} signatures, and a bundle holds no more. Nothing was added."
    )
