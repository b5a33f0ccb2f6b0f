"""Which of two versions of a pack is the newer one."""

import re

_NUMBER = re.compile(r"[0-9]{1,18}")
_LETTER = re.compile(r"[a-z]")


def is_newer(version: str, than: str) -> bool:
    """Whether ``version`` follows ``than``; False where their numbers do not tell.

    Numbers are compared part by part, ``1.10`` follows ``1.9``; a draft comes before the version
    that it is a draft of.
    """
    return _key(version) > _key(than)


def _key(version: str) -> tuple[list[int], bool]:
    numbers = [int(number) for number in _NUMBER.findall(version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    words = version.lower().strip().removeprefix("v")
    return numbers, _LETTER.search(words) is None
