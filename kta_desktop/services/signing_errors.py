"""What can go wrong between a key and a signed sheet."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class SigningError(KtaError):
    """A sheet was not signed. Details: ``path``."""

    code: ClassVar[str] = "sheet-not-signed"
    text: ClassVar[str] = N_(
        "The sheet {path} was not signed: it is no PDF that can be added to. The audit is kept. "
        "Print the sheet again and sign that file."
    )


class KeyUnreadableError(SigningError):
    """The file of the key cannot be read."""

    code: ClassVar[str] = "key-unreadable"
    text: ClassVar[str] = N_(
        "The key {path} cannot be read. Nothing was signed. Check that the drive with the key is "
        "plugged in and choose the file again."
    )


class NoKeyFileError(SigningError):
    """The file is no PKCS#12 container."""

    code: ClassVar[str] = "key-no-container"
    text: ClassVar[str] = N_(
        "{path} is no key container (PKCS#12, .p12 or .pfx). Nothing was signed. Choose the file "
        "of the key."
    )


class KeyPassphraseError(SigningError):
    """The passphrase does not open the container."""

    code: ClassVar[str] = "key-wrong-passphrase"
    text: ClassVar[str] = N_(
        "The passphrase does not fit the key {path}. Nothing was signed. Type it again: check the "
        "keyboard layout and Caps Lock."
    )


class NoPrivateKeyError(SigningError):
    """The container holds no private key with its certificate."""

    code: ClassVar[str] = "key-no-private"
    text: ClassVar[str] = N_(
        "The container {path} holds no private key with its certificate. Nothing was signed. "
        "Choose the container that was given out for signing."
    )


class KeyKindError(SigningError):
    """The key signs by an algorithm that is not there, such as GOST."""

    code: ClassVar[str] = "key-kind-unknown"
    text: ClassVar[str] = N_(
        "The key {path} signs by an algorithm that this program does not have, probably GOST. "
        "Nothing was signed. Choose an RSA or ECDSA key, or save the PDF and sign it outside, for "
        "example with NCALayer; keep that signature beside the PDF."
    )


class KeyTermError(SigningError):
    """The certificate is not in force. Details: ``path``, ``since``, ``until``."""

    code: ClassVar[str] = "key-out-of-term"
    text: ClassVar[str] = N_(
        "The certificate of the key {path} is in force from {since} to {until}, not now. Nothing "
        "was signed. Choose a key in force, or sign all the same: whoever verifies the signature "
        "is told."
    )


class SignatureLostError(SigningError):
    """What was written does not verify."""

    code: ClassVar[str] = "signature-lost"
    text: ClassVar[str] = N_(
        "The signature of {path} did not verify after writing, so the file must not be handed "
        "over. The audit is kept. Check the disk and sign again."
    )
