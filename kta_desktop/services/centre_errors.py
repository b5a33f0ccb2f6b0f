"""What can stop the centre's work: keys, cards, reviews, packs. Each as one coded sentence."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class NotCentreError(KtaError):
    """The workspace is an auditor's own: it signs for nothing and reviews nothing."""

    code: ClassVar[str] = "not-centre"
    text: ClassVar[str] = N_(
        "This workspace works neither as the centre nor as a lead auditor's. Nothing was changed. "
        "Switch it to the work of the centre in the settings."
    )


class HeldError(KtaError):
    """A bundle that waits for a decision about its key. Details: ``where``, ``key``."""


class KeyUnknownError(HeldError):
    """Nobody has accepted the key yet."""

    code: ClassVar[str] = "key-unknown"
    text: ClassVar[str] = N_(
        "{where} is signed by the key {key}, which nobody has accepted here. It stays where it is "
        "and nothing was taken from it. Find out whose key it is, then accept it."
    )


class KeyRevokedError(HeldError):
    """The key was revoked. Details: also ``reason``."""

    code: ClassVar[str] = "key-revoked"
    text: ClassVar[str] = N_(
        "{where} is signed by the key {key}, which was revoked: {reason}. It stays where it is and "
        "nothing was taken from it. Release this one bundle if its author confirms it."
    )


class AuthorDiffersError(HeldError):
    """Changes made on a computer bear another name than its card. Details: also ``name``."""

    code: ClassVar[str] = "author-differs"
    text: ClassVar[str] = N_(
        "{where} is signed by the key {key} of {name}, but answers given on that computer bear "
        "another person's name. It stays where it is and nothing was taken from it. Ask its "
        "author, and release this one bundle if it is right."
    )


class NotHeldError(KtaError):
    """No such bundle waits at the place. Details: ``where``."""

    code: ClassVar[str] = "not-held"
    text: ClassVar[str] = N_(
        "{where} does not wait for a decision. Nothing was changed. "
        "Take in once more and choose among what is held."
    )


class CardUnreadableError(KtaError):
    """What was given is no card of a key, or its signature does not hold. Details: ``where``."""

    code: ClassVar[str] = "card-unreadable"
    text: ClassVar[str] = N_(
        "{where} is not a card of a key, or it was altered. Nothing was changed. "
        "Ask the owner of the key for the card once more."
    )


class KeyMissingError(KtaError):
    """No key, or more than one, begins like this. Details: ``key``."""

    code: ClassVar[str] = "key-not-found"
    text: ClassVar[str] = N_(
        "There is no key {key} in the register, or several begin like this. Nothing was changed. "
        "Give the fingerprint in full, or import the card first."
    )


class CardMissingError(KtaError):
    """A decision needs to know whose key it is. Details: ``key``."""

    code: ClassVar[str] = "card-missing"
    text: ClassVar[str] = N_(
        "It is not known whose key {key} is. Nothing was changed. Import the card of its owner "
        "first: a file, or a picture of the code."
    )


class OwnKeyError(KtaError):
    """The key of this workspace itself cannot be accepted or revoked here."""

    code: ClassVar[str] = "own-key"
    text: ClassVar[str] = N_(
        "This is the key of this workspace itself. Nothing was changed. Choose another key."
    )


class ReasonMissingError(KtaError):
    """A key is not revoked without a reason."""

    code: ClassVar[str] = "reason-missing"
    text: ClassVar[str] = N_(
        "The reason is missing. The key was not revoked. Write why, such as a lost laptop."
    )


class PersonDiffersError(KtaError):
    """The new key is not of the person whose key is replaced. Details: ``old``, ``new``."""

    code: ClassVar[str] = "person-differs"
    text: ClassVar[str] = N_(
        "The new key belongs to {new}, the old one to {old}. Nothing was changed. "
        "Accept and revoke them one by one if that is meant."
    )


class NothingToReviewError(KtaError):
    """No version of the audit arrived here. Details: ``audit``."""

    code: ClassVar[str] = "nothing-to-review"
    text: ClassVar[str] = N_(
        "No version of the audit {audit} has arrived here. Nothing was published. "
        "Take in what lies at the place of delivery first."
    )


class ReviewEmptyError(KtaError):
    """Returned without saying what is asked for."""

    code: ClassVar[str] = "review-empty"
    text: ClassVar[str] = N_(
        "An audit is returned with at least one comment. Nothing was published, the draft is kept. "
        "Write what has to be corrected."
    )


class ReviewCommentsLeftError(KtaError):
    """Accepted while new comments are in the draft. Details: ``count``."""

    code: ClassVar[str] = "review-comments-left"
    text: ClassVar[str] = N_(
        "The draft holds comments that ask for corrections: {count}. Nothing was published, the "
        "draft is kept. Take the comments out, or return the audit with them."
    )


class CommentPlaceError(KtaError):
    """A comment is about something that the version does not have. Details: ``path``."""

    code: ClassVar[str] = "comment-place"
    text: ClassVar[str] = N_(
        "The audit has no {path} in this version. Nothing was published, the draft is kept. "
        "Attach the comment to another question or to the whole audit."
    )


class CommentUnknownError(KtaError):
    """A comment to be resolved or reopened is none of this audit's. Details: ``comment``."""

    code: ClassVar[str] = "comment-unknown"
    text: ClassVar[str] = N_(
        "The audit has no earlier comment {comment}. Nothing was published, the draft is kept. "
        "Open the audit again."
    )


class PackTakenError(KtaError):
    """Another pack lies at the place under the same version. Details: ``where``."""

    code: ClassVar[str] = "pack-name-taken"
    text: ClassVar[str] = N_(
        "{where} is already there with other content. It was not overwritten. "
        "Raise the version of the pack and publish it again."
    )


class ReviewUntilError(KtaError):
    """The day by which an answer is asked for is none. Details: ``until``."""

    code: ClassVar[str] = "review-until"
    text: ClassVar[str] = N_(
        "{until} is not a day. Nothing was published, the draft is kept. "
        "Give the day by which an answer is asked for, or leave it empty."
    )


class AssignmentWrongError(KtaError):
    """An assignment lacks something, or holds something that cannot be. Details: ``field``."""

    code: ClassVar[str] = "assignment-wrong"
    text: ClassVar[str] = N_(
        "An assignment needs a number, an enterprise, a year and an auditor whose key was "
        "accepted. Nothing was sent. Fill in what is missing."
    )
