"""What hinders methodologists in putting packs into use, each as one coded sentence."""

from typing import ClassVar

from kta_desktop.i18n import N_
from kta_desktop.packs.errors import PackError


class LevelNotFoundError(PackError):
    """A pack has no such level. Details: ``pack``, ``level``."""

    code: ClassVar[str] = "level-not-found"
    text: ClassVar[str] = N_(
        "The pack «{pack}» has no level «{level}». Nothing was changed. "
        "Choose one of the listed levels."
    )


class CheckUnsignedError(PackError):
    """A level cannot be marked without a name, or by a day that is none."""

    code: ClassVar[str] = "check-unsigned"
    text: ClassVar[str] = N_(
        "A figure is marked as checked by name and day. Nothing was changed. "
        "Give the name of who compared it, and a day that is not in the future."
    )


class FolderForeignError(PackError):
    """A folder holds something that is not the pack to be written. Details: ``path``."""

    code: ClassVar[str] = "folder-foreign"
    text: ClassVar[str] = N_(
        "The folder {path} is not empty and does not hold this pack. Nothing was changed. "
        "Name an empty folder, or the folder of the pack."
    )


class PackPlaceError(PackError):
    """A pack or a workbook cannot be written to its place. Details: ``path``."""

    code: ClassVar[str] = "pack-place"
    text: ClassVar[str] = N_(
        "{path} cannot be written. What was there is kept. "
        "Check the place, and close the file in other programs."
    )
