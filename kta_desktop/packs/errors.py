"""What can be wrong with a pack as a whole; mistakes inside it are ``check.PackFault``."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class PackError(KtaError):
    """A pack cannot be used."""

    code: ClassVar[str] = "pack"


class PackNotFoundError(PackError):
    """There is no pack of this id. Details: ``pack``."""

    code: ClassVar[str] = "pack-not-found"
    text: ClassVar[str] = N_(
        "There is no sector pack «{pack}». Nothing was changed. Choose one of the listed packs."
    )


class PackUnreadableError(PackError):
    """A file of a pack is missing, not UTF-8 or not in its format. Details: ``path``, ``reason``.

    ``where`` of its JSON is the path.
    """

    code: ClassVar[str] = "pack-unreadable"
    text: ClassVar[str] = N_(
        "The file {path} of the pack cannot be read: {reason}. Nothing was changed. "
        "Put the file right and check the pack again."
    )


class PackFaultyError(PackError):
    """A pack has mistakes and cannot be compiled. Details: ``pack``, ``count``, ``first``."""

    code: ClassVar[str] = "pack-faulty"
    text: ClassVar[str] = N_(
        "The pack «{pack}» has mistakes: {count}. The first: {first} Nothing was changed. "
        "Correct them and check the pack again."
    )
