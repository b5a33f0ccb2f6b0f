"""What can go wrong when results leave or enter the program, each as one coded sentence."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class CancelledError(KtaError):
    """The user stopped a long operation."""

    code: ClassVar[str] = "cancelled"
    text: ClassVar[str] = N_("Stopped. Nothing was changed; start it again when you need it.")


class BundleError(KtaError):
    """A bundle that is not believed; ``where`` names the file inside it, or the bundle."""


class BundleUnreadableError(BundleError):
    """Not a bundle at all, cut short, or with something before, between or after its files."""

    code: ClassVar[str] = "bundle-unreadable"
    text: ClassVar[str] = N_(
        "{where} is not a whole bundle. Nothing was taken from it. "
        "Copy the file again from where it came."
    )


class BundleMissingError(BundleError):
    """No file there, or a folder or pipe in its place."""

    code: ClassVar[str] = "bundle-missing"
    text: ClassVar[str] = N_(
        "There is no bundle file {where}. Nothing was changed. Check the name, or the stick."
    )


class BundleTooLargeError(BundleError):
    """Beyond a limit of size or count, before anything is unpacked."""

    code: ClassVar[str] = "bundle-too-large"
    text: ClassVar[str] = N_(
        "{where} is larger than a bundle may be. Nothing was unpacked. "
        "Ask the sender what the file is."
    )


class BundleRatioError(BundleError):
    """Unpacks to far more than an audit's text can."""

    code: ClassVar[str] = "bundle-ratio"
    text: ClassVar[str] = N_(
        "{where} would unpack to far more than it holds. Nothing was unpacked. "
        "Ask the sender what the file is."
    )


class BundleNameError(BundleError):
    """A name that leads out of the bundle, that some system refuses, or that is there twice."""

    code: ClassVar[str] = "bundle-bad-name"
    text: ClassVar[str] = N_(
        "The bundle holds a file with a forbidden name: {where}. Nothing was unpacked. "
        "Ask the sender what the file is."
    )


class BundleAlteredError(BundleError):
    """Bytes differ from what was packed."""

    code: ClassVar[str] = "bundle-altered"
    text: ClassVar[str] = N_(
        "{where} differs from what was packed. The bundle was not opened. "
        "Copy it again from where it came."
    )


class BundleIncompleteError(BundleError):
    """A file that the bundle lists is not in it."""

    code: ClassVar[str] = "bundle-missing-file"
    text: ClassVar[str] = N_(
        "The bundle lacks {where}. It was not opened. Copy it again from where it came."
    )


class BundleUnexpectedError(BundleError):
    """A file that the bundle's lists do not name, or that this format does not have."""

    code: ClassVar[str] = "bundle-unexpected-file"
    text: ClassVar[str] = N_(
        "The bundle holds {where}, which does not belong in it. It was not opened. "
        "Ask the sender what the file is."
    )


class BundleSignatureError(BundleError):
    """A signature is absent, does not fit, or is not that of the device that closed it."""

    code: ClassVar[str] = "bundle-signature"
    text: ClassVar[str] = N_(
        "The signature {where} does not fit this bundle. It was not opened. "
        "Ask the auditor to send it again."
    )


class BundleSchemaError(BundleError):
    """Content that is not of the form that the format prescribes."""

    code: ClassVar[str] = "bundle-schema"
    text: ClassVar[str] = N_(
        "{where} does not have the form it has in a bundle. The bundle was not opened. "
        "Ask the auditor to send it again."
    )


class BundleTooNewError(BundleError):
    """Written by a later version of the program."""

    code: ClassVar[str] = "bundle-too-new"
    text: ClassVar[str] = N_(
        "{where} was written by a newer version of the program ({format}). It is kept as it is. "
        "Update the program, then open it."
    )


class BundleChainError(BundleError):
    """The change log was shortened, altered or continued twice."""

    code: ClassVar[str] = "bundle-chain"
    text: ClassVar[str] = N_(
        "The change log in {where} is not whole. The bundle was not opened. "
        "Ask the auditor to send it again."
    )


class BundleStateError(BundleError):
    """The state is not what the change log amounts to."""

    code: ClassVar[str] = "bundle-state"
    text: ClassVar[str] = N_(
        "{where} does not follow from the change log. The bundle was not opened. "
        "Ask the auditor to send it again."
    )


class AuditForkedError(BundleError):
    """The same device continued the same audit in two ways, such as after a restored backup."""

    code: ClassVar[str] = "audit-forked"
    text: ClassVar[str] = N_(
        "{where} and the audit in this workspace are two different continuations by one computer. "
        "Both are kept, nothing was merged. Call the auditor."
    )


class DefinitionDiffersError(BundleError):
    """The audit is known here, but made with another definition."""

    code: ClassVar[str] = "audit-definition-differs"
    text: ClassVar[str] = N_(
        "{where} holds a known audit with another checklist. Nothing was merged. Call the auditor."
    )


class NothingToPackError(KtaError):
    """The audit has no closed revision of that number."""

    code: ClassVar[str] = "revision-unknown"
    text: ClassVar[str] = N_(
        "Audit {audit} has no version {revision}. Nothing was written. Close a version first."
    )


class PlaceFullError(KtaError):
    """No room left where we write. Will repeat."""

    code: ClassVar[str] = "disk-full"
    text: ClassVar[str] = N_(
        "There is no room left in {path}. Everything entered is kept. Free some space and repeat."
    )


class PlaceReadOnlyError(KtaError):
    """Writing is not allowed where we write. Will repeat."""

    code: ClassVar[str] = "read-only"
    text: ClassVar[str] = N_(
        "Writing to {path} is not allowed. Everything entered is kept. Choose another folder."
    )


class PlaceGoneError(KtaError):
    """The folder, stick or share is not there, or went away. Will repeat."""

    code: ClassVar[str] = "place-gone"
    text: ClassVar[str] = N_(
        "{path} cannot be reached. What was already sent stays there, everything entered is kept. "
        "Connect it again; sending continues where it stopped."
    )


class PlaceUnusableError(KtaError):
    """A file or folder that the user named cannot be opened."""

    code: ClassVar[str] = "place-unusable"
    text: ClassVar[str] = N_(
        "{path} cannot be opened. Nothing was changed. Check whether the file or folder is there."
    )


class RemoteAddressError(KtaError):
    """An address of a kind that this version cannot deliver to."""

    code: ClassVar[str] = "remote-address"
    text: ClassVar[str] = N_(
        "{url} is not an address this program can deliver to. Nothing was changed. Enter a folder, "
        "or an address that begins with https:// or s3+https://."
    )


class RemoteKnownError(KtaError):
    """A remote of that name exists with another address."""

    code: ClassVar[str] = "remote-known"
    text: ClassVar[str] = N_(
        "There already is a place of delivery called {name}. It was not changed. "
        "Choose another name."
    )


class RemoteUnknownError(KtaError):
    """No remote of that name."""

    code: ClassVar[str] = "remote-unknown"
    text: ClassVar[str] = N_(
        "There is no place of delivery called {name}. Nothing was sent. Check the name."
    )


class RemoteTooNewError(KtaError):
    """The layout there is of a later version. Will repeat."""

    code: ClassVar[str] = "remote-too-new"
    text: ClassVar[str] = N_(
        "{path} was set up by a newer version of the program (layout {layout}). "
        "Nothing was sent, everything is kept. Update the program."
    )


class RemoteNotOursError(KtaError):
    """``kta.json`` is there, but not what it has to be. Will repeat."""

    code: ClassVar[str] = "remote-not-understood"
    text: ClassVar[str] = N_(
        "{where} is damaged or not of this program. Nothing was sent, everything is kept. "
        "Choose another folder or ask the centre."
    )


class RemoteTakenError(KtaError):
    """A name that is written once is already there with other bytes."""

    code: ClassVar[str] = "remote-name-taken"
    text: ClassVar[str] = N_(
        "{where} is already there with other content. It was not overwritten, the audit is kept. "
        "Ask the centre."
    )


class RemoteDamagedError(KtaError):
    """What was read back differs from what was written."""

    code: ClassVar[str] = "remote-damaged"
    text: ClassVar[str] = N_(
        "{where} reads back differently from what was written. The audit is kept. "
        "Use another stick or disk and send again."
    )


class RemoteMissingError(KtaError):
    """An object or document is not at the remote."""

    code: ClassVar[str] = "remote-missing"
    text: ClassVar[str] = N_(
        "{where} is not there. What was received is kept. Ask the auditor to send again."
    )


class ReceiptForeignError(KtaError):
    """A receipt signed by another key than the one first seen for this remote."""

    code: ClassVar[str] = "receipt-foreign"
    text: ClassVar[str] = N_(
        "The receipt {where} is signed by another key than the centre's. It was not believed, "
        "the audit stays delivered. Call the centre."
    )


class ReceiptWrongError(KtaError):
    """A receipt that does not fit what was sent, or whose signature does not hold."""

    code: ClassVar[str] = "receipt-wrong"
    text: ClassVar[str] = N_(
        "The receipt {where} does not fit what was sent. It was not believed, the audit stays "
        "delivered. Call the centre."
    )


class DocumentWrongError(KtaError):
    """A signed document that is not of its form, or whose signature does not hold."""

    code: ClassVar[str] = "document-wrong"
    text: ClassVar[str] = N_(
        "{where} is damaged or not signed as it should be. It was not believed, everything here is "
        "kept. Ask the centre to send it again."
    )


class DocumentForeignError(KtaError):
    """A document signed by a key that may not say this."""

    code: ClassVar[str] = "document-foreign"
    text: ClassVar[str] = N_(
        "{where} is signed by a key that is not the centre's ({fingerprint}). It was not believed, "
        "everything here is kept. Call the centre and compare the fingerprints."
    )


class RefusedByCentreError(KtaError):
    """The centre could not take a bundle in."""

    code: ClassVar[str] = "refused-by-centre"
    text: ClassVar[str] = N_(
        "The centre could not take in {where}: missing or damaged: {files}. Everything is kept "
        "here. Send again: only what is missing is brought."
    )


class SealedFolderOnlyError(KtaError):
    """Encrypted bundles are files, and those go into folders."""

    code: ClassVar[str] = "sealed-folder-only"
    text: ClassVar[str] = N_(
        "Bundles for {where} are to be encrypted, and encrypted bundles go to a folder or a stick "
        "only. Nothing was sent, everything is kept. Use a stick, or allow sending without "
        "encryption in the settings of the place."
    )
