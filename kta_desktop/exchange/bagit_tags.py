"""The texts of a BagIt bag (RFC 8493, and the drafts before it): declaration, lists, description.

Bags of before 1.0 may be written more freely: a star before names, no blank after a label, a file
listed by one manifest only. What a name has to be is the same in all.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.exchange.bagit_errors import (
    BagAlgorithmError,
    BagDeclarationError,
    BagNameError,
    BagTextError,
)

DECLARATION = "bagit.txt"
FETCH = "fetch.txt"
PAYLOAD = "data/"
_DECLARATION = re.compile(
    rb"BagIt-Version: (\d{1,4})\.(\d{1,4})(?:\r\n|\r|\n)"
    rb"Tag-File-Character-Encoding: ([!-~]{1,40})(?:\r\n|\r|\n)?"
)
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9_-]{1,20})\.txt", re.IGNORECASE)
_SUM = re.compile(r"([0-9A-Fa-f]+)[ \t]+(.+)")
_FETCH = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:\S+)[ \t]+(\d+|-)[ \t]+(.+)")
_LABEL = re.compile(r"([^\s:](?:[^:]*[^\s:])?):(?:[ \t]+(.*)|)")
_LOOSE_LABEL = re.compile(r"([^\s:][^:]*?)[ \t]*:(.*)")
_OXUM = re.compile(r"(\d{1,30})\.(\d{1,30})")
_BREAKS = re.compile(r"\r\n|\r|\n")
_ESCAPED = {"%0a": "\n", "%0d": "\r", "%25": "%"}
_NEWEST = 1  # major version


@dataclass(frozen=True, slots=True)
class Declaration:
    """What ``bagit.txt`` says.

    Attributes:
        version: Major and minor number.
        encoding: Of all other tag files, as Python names it.
    """

    version: tuple[int, int]
    encoding: str

    @property
    def is_strict(self) -> bool:
        """Whether RFC 8493 holds, and not a draft before it."""
        return self.version >= (1, 0)

    @property
    def description(self) -> str:
        """Return the name of the file that describes the bag."""
        return "package-info.txt" if self.version < (0, 95) else "bag-info.txt"


@dataclass(frozen=True, slots=True)
class ManifestName:
    """Which sums a manifest lists, by its name.

    Attributes:
        name: Of the file.
        is_tag: Whether it lists tag files, not the payload.
        algorithm: As ``hashlib`` names it.
    """

    name: str
    is_tag: bool
    algorithm: str


def declaration(data: bytes) -> Declaration:
    """Return what ``bagit.txt`` says.

    Raises:
        BagDeclarationError: If it is not exactly its two lines.
    """
    match = _DECLARATION.fullmatch(data)
    if match is None or int(match[1]) > _NEWEST:
        raise BagDeclarationError(where=DECLARATION)
    try:
        encoding = codecs.lookup(match[3].decode()).name
        "a".encode(encoding)  # refuses what is a codec, but of no text, such as zip
    except (LookupError, ValueError) as error:
        raise BagDeclarationError(where=DECLARATION) from error
    return Declaration((int(match[1]), int(match[2])), encoding)


def manifest_name(name: str) -> ManifestName | None:
    """Return which manifest a file at the top of a bag is; None if it is none.

    Raises:
        BagAlgorithmError: If it is one by an algorithm that is not here.
    """
    match = _MANIFEST.fullmatch(name)
    if match is None:
        return None
    algorithm = re.sub(r"^sha3(?=\d{3}$)", "sha3_", match[2].lower().replace("-", ""))
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        raise BagAlgorithmError(where=name)
    return ManifestName(name, match[1] is not None, algorithm)


def sums(data: bytes, where: str, said: Declaration) -> dict[str, str]:
    """Return name to sum, in lower case, of what a manifest lists.

    Raises:
        BagTextError: If a line is not a sum and a name, or a name is there again.
        BagNameError: If a name leads out of the bag.
    """
    found: dict[str, str] = {}
    for number, line in _lines(data, where, said):
        match = _SUM.fullmatch(line)
        if match is None:
            raise BagTextError(where=where, line=number)
        name = _name(match[2], said, listed=True)
        if name in found and (said.is_strict or found[name] != match[1].lower()):
            raise BagTextError(where=where, line=number)
        found[name] = match[1].lower()
    return found


def fetched(data: bytes, said: Declaration) -> tuple[str, ...]:
    """Return the names that ``fetch.txt`` lists; nothing is fetched.

    Raises:
        BagTextError: If a line is not an address, a length and a name.
        BagNameError: If a name leads out of the bag.
    """
    names = []
    for number, line in _lines(data, FETCH, said):
        match = _FETCH.fullmatch(line)
        if match is None:
            raise BagTextError(where=FETCH, line=number)
        names.append(_name(match[3], said))
    return tuple(names)


def described(data: bytes, where: str, said: Declaration) -> tuple[tuple[str, str], ...]:
    """Return label and value of each element of ``bag-info.txt``, in order; labels may repeat.

    Raises:
        BagTextError: If a line is neither an element nor continues one.
    """
    found: list[tuple[str, str]] = []
    for number, line in _lines(data, where, said):
        if line[0] in " \t" and found:
            label, value = found.pop()
            found.append((label, f"{value} {line.strip()}"))
            continue
        match = (_LABEL if said.is_strict else _LOOSE_LABEL).fullmatch(line)
        if match is None:
            raise BagTextError(where=where, line=number)
        found.append((match[1], (match[2] or "").strip()))
    return tuple(found)


def oxum(elements: tuple[tuple[str, str], ...], where: str) -> tuple[int, int] | None:
    """Return bytes and files of the payload as described; None if nothing is said.

    Raises:
        BagTextError: If it is said twice, or not as two numbers.
    """
    said = [
        (number, value)
        for number, (label, value) in enumerate(elements, 1)
        if label.casefold() == "payload-oxum"
    ]
    if not said:
        return None
    match = _OXUM.fullmatch(said[0][1])
    if match is None or len(said) > 1:
        raise BagTextError(where=where, line=said[-1][0])
    return int(match[1]), int(match[2])


def missing_from(listed: Mapping[str, Mapping[str, str]], name: str, *, all_of: bool) -> str | None:
    """Return a manifest that has to name a file and does not; None if there is none.

    Args:
        listed: Name of each payload manifest to what it lists.
        name: The file.
        all_of: Whether all have to name it, and not just one.
    """
    absent = [manifest for manifest, names in listed.items() if name not in names]
    enough = not absent if all_of else len(absent) < len(listed)
    return None if enough else absent[0]


def _lines(data: bytes, where: str, said: Declaration) -> Iterator[tuple[int, str]]:
    """Yield number and text of the lines that are not empty."""
    try:
        text = data.decode(said.encoding)
    except ValueError as error:
        raise BagTextError(where=where, line=1) from error
    for number, line in enumerate(_BREAKS.split(text), 1):
        if line.strip():
            yield number, line


def _name(written: str, said: Declaration, *, listed: bool = False) -> str:
    """Return the path that a list names, without what stands for breaks of lines.

    Raises:
        BagNameError: If it leads out of the bag.
    """
    name = written.removeprefix("*") if listed and not said.is_strict else written
    escapes = r"%0[AaDd]|%25" if said.is_strict else r"%0[AaDd]"
    name = re.sub(escapes, lambda match: _ESCAPED[match[0].lower()], name)
    while name.startswith("./"):
        name = name[2:]
    if not is_inside(name):
        raise BagNameError(where=ascii(written)[1:-1][:200])
    return name


def is_inside(name: str) -> bool:
    """Whether a path stays in the bag on every system, and means no user's folder."""
    parts = re.split(r"[/\\]", name)
    drive = re.match(r"[A-Za-z]:", name)
    return drive is None and "\0" not in name and name[:1] != "~" and not {"", ".", ".."} & {*parts}
