"""Codes of printed sheets as they arrive from a keyboard, whatever layout is on.

A person types ``7K4-M2`` with Cyrillic letters that look alike, or without noticing the layout; a
scanner that types the text of a QR code presses the keys of a Latin keyboard, so that a Russian
or Kazakh layout turns ``KTA1;…`` into ``ЛЕФ1ж…``.
"""

from kta_desktop.domain.ids import from_letters, to_letters

_BETWEEN = " -_.\u00a0\u2010\u2011\u2012\u2013\u2014"
_ALIKE = str.maketrans("АВСЕНКМРТХУавсенкмртху", "ABCEHKMPTXYabcehkmptxy")
_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_KAZAKH = "йцукенгшщзхъфывапролджэячсмитьбю№ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?"
_LAYOUTS = (
    str.maketrans(_RUSSIAN, _KEYS),
    str.maketrans(_KAZAKH + '"әіңғ,.үұқөһ', f"{_KEYS}1234567890-="),
)


def readings(text: str) -> tuple[str, ...]:
    """Return what a typed text may mean: as it is, by letters that look alike, by its keys."""
    plain = text.strip()
    by_key = (plain.translate(layout) for layout in _LAYOUTS)
    return tuple(dict.fromkeys((plain, plain.translate(_ALIKE), *by_key)))


def short_codes(text: str) -> tuple[str, ...]:
    """Return the short codes that a typed text may mean, such as ``7K4-M2``; none if it is none."""
    cleaned = ("".join(s for s in one if s not in _BETWEEN) for one in readings(text))
    numbers = (from_letters(letters) for letters in cleaned)
    return tuple(dict.fromkeys(to_letters(number) for number in numbers if number is not None))
