"""What can go wrong with a workspace and what is kept in it, each with its sentence."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class WorkspaceError(KtaError):
    """A workspace cannot be used as asked."""


class NoWorkspaceError(WorkspaceError):
    """There is no workspace file. Details: ``path``."""

    code = "no-workspace"
    text = N_("There is no workspace at {path}. Nothing was changed. Choose another file.")


class WorkspaceExistsError(WorkspaceError):
    """A workspace would be overwritten. Details: ``path``."""

    code = "workspace-exists"
    text = N_("There already is a file {path}. It was left as it is. Choose another name.")


class NotAWorkspaceError(WorkspaceError):
    """The file is something else. Details: ``path``."""

    code = "not-a-workspace"
    text = N_("{path} is not a workspace of this program. It was left as it is.")


class ForeignKeysError(WorkspaceError):
    """The key file belongs to another workspace. Details: ``path``."""

    code = "foreign-keys"
    text = N_(
        "The key file beside {path} belongs to another workspace. Both were left as they are. "
        "Put the matching .keys file beside it; every backup copy has one."
    )


class WorkspaceDamagedError(WorkspaceError):
    """The file does not decrypt or is inconsistent. Details: ``path``."""

    code = "workspace-damaged"
    text = N_(
        "The workspace {path} is damaged. It was left as it is. "
        "Restore the newest copy from the folder backups beside it."
    )


class KeyFileMissingError(WorkspaceError):
    """The sidecar with the wrapped key is not there. Details: ``path``."""

    code = "key-file-missing"
    text = N_(
        "The key file {path} is missing. The workspace was left as it is. "
        "Every backup copy has one: put it beside the workspace."
    )


class KeyFileDamagedError(WorkspaceError):
    """The sidecar is not what was written. Details: ``path``."""

    code = "key-file-damaged"
    text = N_(
        "The key file {path} is damaged. The workspace was left as it is. "
        "Every backup copy has one: put it beside the workspace."
    )


class WrongPassphraseError(WorkspaceError):
    """The passphrase does not unwrap the key."""

    code = "wrong-passphrase"
    text = N_(
        "The passphrase does not fit. Nothing was changed. Check the keyboard layout and Caps Lock."
    )


class WrongRecoveryCodeError(WorkspaceError):
    """The recovery code does not unwrap the key."""

    code = "wrong-recovery-code"
    text = N_("The recovery code does not fit. Nothing was changed. Check it letter by letter.")


class PassphraseMissingError(WorkspaceError):
    """A command found the passphrase neither in the keyring nor in the environment."""

    code = "passphrase-missing"
    text = N_(
        "The passphrase of {path} is not known. Nothing was changed. "
        "Set the environment variable KTA_PASSPHRASE."
    )


class PassphraseEmptyError(WorkspaceError):
    """An empty passphrase would protect nothing."""

    code = "passphrase-empty"
    text = N_("The passphrase is empty. Nothing was changed. Enter a passphrase.")


class WorkspaceTooNewError(WorkspaceError):
    """A later release wrote the file. Details: ``path``, ``found``, ``known``."""

    code = "workspace-too-new"
    text = N_(
        "The workspace {path} was written by a newer version of the program: its schema is "
        "{found}, this program knows {known}. It was left as it is. Update the program."
    )


class InUseError(WorkspaceError):
    """Another program has the workspace open. Details: ``path``."""

    code = "workspace-in-use"
    text = N_(
        "The workspace {path} is open in another window or program. Nothing was changed. "
        "Go on there, or close it there and try again here."
    )


class DiskFullError(WorkspaceError):
    """There is no room for what is to be written. Details: ``path``."""

    code = "disk-full"
    text = N_(
        "The disk that holds {path} is full. What was saved before is kept. "
        "Free some space and repeat the last entry."
    )


class ReadOnlyError(WorkspaceError):
    """The folder or the file cannot be written. Details: ``path``."""

    code = "read-only"
    text = N_(
        "{path} cannot be written. What was saved before is kept. "
        "Allow writing to it or move the workspace to another folder."
    )


class DiskFailedError(WorkspaceError):
    """Reading or writing the disk failed. Details: ``path``."""

    code = "disk-failed"
    text = N_(
        "Reading or writing {path} failed. What was saved before is kept. "
        "Check the disk and repeat the last entry."
    )


class DiskGoneError(WorkspaceError):
    """The file of an open workspace is gone: its disk was taken out. Details: ``path``."""

    code = "disk-gone"
    text = N_(
        "The disk with {path} is not connected. What was saved before is on it, and what was "
        "entered since is kept in this window. Connect the disk again and store it again."
    )


class PathUnusableError(WorkspaceError):
    """No file can have this name or lie there. Details: ``path``."""

    code = "path-unusable"
    text = N_(
        "Nothing can be stored under {path}. Nothing was changed. Choose another name or folder."
    )


class BackupFailedError(WorkspaceError):
    """A backup copy did not verify. Details: ``path``."""

    code = "backup-failed"
    text = N_(
        "The backup copy {path} did not pass its check and was not kept. Earlier copies are kept. "
        "Make the copy again."
    )


class CopiesKeepPassphraseError(WorkspaceError):
    """The passphrase is changed, the key files of the copies are not. Details: ``path``."""

    code = "copies-keep-passphrase"
    text = N_(
        "The new passphrase holds. The backup copies in {path} could not be written and still "
        "open by the former one. Allow writing there and change the passphrase once more."
    )


class AuditNotFoundError(KtaError):
    """No such audit in the workspace. Details: ``audit``."""

    code = "audit-not-found"
    text = N_("There is no audit {audit} in this workspace. Nothing was changed.")


class NumberTakenError(KtaError):
    """Another audit has this number. Details: ``number``."""

    code = "number-taken"
    text = N_("There already is an audit {number}. Nothing was changed. Choose another number.")


class AuditUnreadableError(KtaError):
    """What is stored of an audit cannot be understood. Details: ``audit``."""

    code = "audit-unreadable"
    text = N_(
        "The audit {audit} cannot be read. Its data are kept as they are; other audits are not "
        "affected. Show this message to support."
    )


class ChangedByOtherError(KtaError):
    """What is to be undone was changed by someone else since. Details: ``where`` (a path)."""

    code = "changed-by-other"
    text = N_(
        "{where} was changed by someone else since. Their value is kept and this step is passed "
        "over. Enter your value again if it is the right one."
    )


class ContentMissingError(KtaError):
    """Bytes that an audit names are not in the workspace. Details: ``sha256``."""

    code = "content-missing"
    text = N_("The file {sha256} is not in this workspace. The record that names it is kept.")


class ContentChangedError(KtaError):
    """Bytes are not those that were announced or stored. Details: ``sha256``."""

    code = "content-changed"
    text = N_("The bytes of {sha256} are not those that were expected. Nothing was changed.")


class EvidenceError(KtaError):
    """A file cannot be attached. Details: ``name``."""

    code: ClassVar[str] = "evidence"


class EvidenceUnreadableError(EvidenceError):
    """The file cannot be opened. Details: ``name``."""

    code = "evidence-unreadable"
    text = N_(
        "The file {name} cannot be read. The record was not changed. Check the file and the device "
        "it lies on, then attach it again."
    )


class EvidenceTooBigError(EvidenceError):
    """The file is over the limit. Details: ``name``, ``size_mb``, ``limit_mb``."""

    code = "evidence-too-big"
    text = N_(
        "The file {name} is too big: {size_mb} MB, the limit is {limit_mb} MB. The record was not "
        "changed. Attach a smaller copy."
    )


class NotAPictureError(EvidenceError):
    """The name says picture, the bytes do not. Details: ``name``."""

    code = "not-a-picture"
    text = N_("The file {name} is not a picture. The record was not changed. Choose another file.")


class PictureTooLargeError(EvidenceError):
    """More pixels than any camera writes. Details: ``name``."""

    code = "picture-too-large"
    text = N_(
        "The picture {name} has too many pixels. The record was not changed. Attach a smaller copy."
    )


class PictureDamagedError(EvidenceError):
    """A picture of which a part is missing. Details: ``name``."""

    code = "picture-damaged"
    text = N_(
        "A part of the picture {name} is missing: it was copied halfway or is damaged. "
        "The record was not changed. Copy it from the camera again and attach it then."
    )


class EvidenceGrowingError(EvidenceError):
    """The file changed while it was read. Details: ``name``."""

    code = "evidence-growing"
    text = N_(
        "The file {name} is still being written by another program. The record was not changed. "
        "Attach it when it is complete."
    )


class CopyNotWrittenError(KtaError):
    """A copy of an attachment could not be written. Details: ``path``, ``reason``."""

    code = "copy-not-written"
    text = N_(
        "The copy could not be written to {path}: {reason}. The attachment is kept in the audit. "
        "Choose another folder."
    )


class UnknownFileTypeError(EvidenceError):
    """Neither a picture nor a document. Details: ``name``."""

    code = "unknown-file-type"
    text = N_(
        "The file {name} is neither a picture nor a document (PDF, DOCX, XLSX, CSV, TXT). "
        "The record was not changed. Choose another file."
    )


class EmptyFileError(EvidenceError):
    """The file has no bytes. Details: ``name``."""

    code = "empty-file"
    text = N_("The file {name} is empty. The record was not changed. Choose another file.")


class UnfitTextError(KtaError):
    """A text that may not be stored. Details: ``where``, ``limit`` in characters."""

    code = "text-unfit"
    text = N_(
        "The text is longer than {limit} characters or holds broken signs. It was not stored; "
        "what was stored before is kept. Shorten it, or attach it as a file."
    )
