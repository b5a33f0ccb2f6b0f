"""What can go wrong between a bundle and the file it is encrypted in."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import BundleError
from kta_desktop.i18n import N_


class SealedForeignError(BundleError):
    """Encrypted to keys that are not ours."""

    code: ClassVar[str] = "sealed-for-others"
    text: ClassVar[str] = N_(
        "{where} is encrypted for somebody else: no key of this workspace opens it. Nothing was "
        "changed. Ask the sender to encrypt it for you too: give them the card of your key."
    )


class SealedAlteredError(BundleError):
    """Cut short, altered, or no encrypted file at all."""

    code: ClassVar[str] = "sealed-altered"
    text: ClassVar[str] = N_(
        "{where} is not a whole encrypted file: it was cut short or altered. Nothing was taken "
        "from it. Copy it again from where it came."
    )


class SealedLostError(KtaError):
    """What was written does not decrypt to what went in."""

    code: ClassVar[str] = "sealed-lost"
    text: ClassVar[str] = N_(
        "{where} did not read back as it was written, so it was removed. The bundle is kept. "
        "Check the disk or stick and repeat."
    )


class RecipientError(KtaError):
    """Not a public key of the age format."""

    code: ClassVar[str] = "recipient-wrong"
    text: ClassVar[str] = N_(
        "{recipient} is not a key to encrypt to (age1…). Nothing was written. Take the key from "
        "the card of the centre."
    )


class SealedNeedsKeyError(KtaError):
    """An encrypted file was named where no workspace was."""

    code: ClassVar[str] = "sealed-needs-workspace"
    text: ClassVar[str] = N_(
        "{where} is encrypted. Nothing was opened. Name the workspace whose key opens it."
    )


class NoRecipientError(KtaError):
    """The key of the centre behind a place is not known yet."""

    code: ClassVar[str] = "recipient-unknown"
    text: ClassVar[str] = N_(
        "The key of the centre behind {remote} is not known yet, so nothing was encrypted for it. "
        "Take in the card of the centre first."
    )
