"""What can be wrong with a bag of any maker, each as one coded sentence."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class BagError(KtaError):
    """A bag that is not valid; ``where`` names the file in it, or the bag."""


class BagAbsentError(BagError):
    """No folder or ZIP file with ``bagit.txt`` at its top, or one that cannot be read."""

    code: ClassVar[str] = "bag-absent"
    text: ClassVar[str] = N_(
        "{where} is not a bag: no bagit.txt can be read in it. Nothing was changed. "
        "Check which folder or ZIP file was named."
    )


class BagDeclarationError(BagError):
    """``bagit.txt`` is not two lines of the prescribed form, or of a later major version."""

    code: ClassVar[str] = "bag-declaration"
    text: ClassVar[str] = N_(
        "{where} does not say which BagIt this is and how its texts are encoded. "
        "Nothing was changed. Ask who made the bag."
    )


class BagTextError(BagError):
    """A line of a tag file is not of the form that it has to have. Details: ``line``."""

    code: ClassVar[str] = "bag-text"
    text: ClassVar[str] = N_(
        "Line {line} of {where} is not of the form it has in a bag. Nothing was changed. "
        "Ask who made the bag."
    )


class BagNameError(BagError):
    """A name that leads out of the bag, or a link or pipe in the place of a file."""

    code: ClassVar[str] = "bag-bad-name"
    text: ClassVar[str] = N_(
        "The bag names {where}, which leads out of it or is no plain file. It was not read. "
        "Ask who made the bag."
    )


class BagAlgorithmError(BagError):
    """A manifest by an algorithm that is not here, so that nothing can be said of its files."""

    code: ClassVar[str] = "bag-algorithm"
    text: ClassVar[str] = N_(
        "{where} lists sums of a kind this program does not have. The files were not checked. "
        "Check the bag with another program."
    )


class BagMissingError(BagError):
    """What a bag has to have, or what a list of it names, is not there."""

    code: ClassVar[str] = "bag-missing-file"
    text: ClassVar[str] = N_("The bag lacks {where}. Nothing was changed. Ask for it whole.")


class BagUnlistedError(BagError):
    """A file of the payload that a manifest does not name. Details: ``manifest``."""

    code: ClassVar[str] = "bag-unlisted-file"
    text: ClassVar[str] = N_(
        "{where} is in the bag, but {manifest} does not name it. Nothing was changed. "
        "Ask who made the bag."
    )


class BagAlteredError(BagError):
    """A file has another sum than a manifest says. Details: ``manifest``."""

    code: ClassVar[str] = "bag-altered"
    text: ClassVar[str] = N_(
        "{where} has another sum than {manifest} says. Nothing was changed. Copy the bag again."
    )


class BagCountError(BagError):
    """The payload has another size or number of files than ``Payload-Oxum`` says."""

    code: ClassVar[str] = "bag-count"
    text: ClassVar[str] = N_(
        "The bag holds {found} bytes and files, {where} says {said}. Nothing was changed. "
        "Copy the bag again."
    )


class BagTooLargeError(BagError):
    """More files or longer texts than are read."""

    code: ClassVar[str] = "bag-too-large"
    text: ClassVar[str] = N_(
        "{where} is larger than this program reads. Nothing was unpacked. Ask who made the bag."
    )
