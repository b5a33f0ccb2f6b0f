"""What can go wrong with signatures that are not those of a device."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class SignatureError(KtaError):
    """A signature that is not taken. Details: ``where``, the name of its file."""


class SignatureUnreadableError(SignatureError):
    """Not CMS, or cut short."""

    code: ClassVar[str] = "signature-unreadable"
    text: ClassVar[str] = N_(
        "{where} is not a signature that can be read (CMS, .p7s or .sig). Nothing was added. "
        "Choose the file that the signing program made."
    )


class SignatureNamelessError(SignatureError):
    """It does not hold the certificate of who signed."""

    code: ClassVar[str] = "signature-without-certificate"
    text: ClassVar[str] = N_(
        "{where} does not hold the certificate of who signed, so nobody could tell whose it is. "
        "Nothing was added. Sign again and let the certificate be included."
    )


class SignatureOtherBytesError(SignatureError):
    """Made over something else."""

    code: ClassVar[str] = "signature-of-other-bytes"
    text: ClassVar[str] = N_(
        "{where} is a signature of something else, not of this version. Nothing was added. "
        "Save the list to sign again and sign that file unchanged."
    )


class SignatureWrongError(SignatureError):
    """The key of its certificate did not make it, or it was altered."""

    code: ClassVar[str] = "signature-wrong"
    text: ClassVar[str] = N_(
        "{where} does not fit its own certificate: it was altered or damaged. Nothing was added. "
        "Sign again."
    )
