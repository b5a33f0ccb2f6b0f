"""How books say how many of their techniques are asked for, in the languages of the packs.

Each wording stands here as it is printed, in small letters; what is not here stays in words.
``{alone}``, ``{first}``, ``{last}`` are codes of techniques, ``{besides}`` is the number of another
conclusion.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SUITABLE_12 = (
    "suitable combination; table 1 levels apply to direct discharge at the point leaving the site"
)
_EN = {
    "all": (
        "all techniques",
        "all listed techniques",
        "all of the techniques",
        "all elements; depth scaled to the plant",
    ),
    "both": ("both techniques",),
    "six": ("all six blocks, kept up to date and reviewed after significant change",),
    "one": ("one of the techniques", "one of the listed techniques"),
    "any": (
        "one or a combination",
        "one technique or a combination",
        "one of the routes or a combination",
    ),
    "either": ("one or both", "one or both techniques"),
    "several": ("a combination of the techniques",),
    "suitable": (
        "suitable combination",
        _SUITABLE_12,
    ),
    "alone any": (
        "{alone} plus one or more of {first}-{last}",
        "{alone} and one of {first}-{last}",
    ),
    "alone suitable": ("{alone} is mandatory together with a suitable mix of {first}",),
    "besides suitable": ("bat {besides} plus a suitable combination",),
    "besides any": ("bat {besides} plus one or a combination",),
}
_RU = {
    "all": (
        "все меры",
        "все техники",
        "все перечисленные техники",
        "все элементы; глубина — по масштабу предприятия",
    ),
    "both": ("обе техники",),
    "six": ("все шесть блоков, поддерживать и пересматривать после существенных изменений",),
    "one": ("одна из мер", "одна из техник", "одна из перечисленных техник"),
    "any": ("одна мера или сочетание", "одна техника или сочетание", "один из путей или сочетание"),
    "either": ("одна или обе меры", "одна или обе техники"),
    "several": ("сочетание техник",),
    "suitable": (
        "подходящее сочетание",
        "подходящее сочетание; уровни таблицы 1 — для прямого сброса в точке выхода с площадки",
    ),
    "alone any": (
        "{alone} плюс одна или несколько мер {first}-{last}",
        "{alone} и одна из {first}-{last}",
    ),
    "alone suitable": ("{alone} обязательно в сочетании с подходящим набором мер {first}",),
    "besides suitable": ("ндт {besides} плюс подходящее сочетание",),
    "besides any": ("ндт {besides} плюс одна мера или сочетание",),
}
_KK = {
    "all": (
        "барлық шаралар",
        "барлық элементтер; тереңдігі — кәсіпорын ауқымына қарай",
    ),
    "six": ("барлық алты блок, жүргізіп отыру және елеулі өзгерістерден кейін қайта қарау",),
    "one": ("шаралардың бірі",),
    "any": ("бір шара немесе бірнешеуі қатар",),
    "either": ("шараның бірі немесе екеуі де",),
    "suitable": (
        "лайықты жиынтық",
        "лайықты жиынтық; 1-кесте деңгейлері — алаңнан шығу нүктесіндегі тікелей төгу үшін",
    ),
    "alone any": ("{alone} және {first}-{last} шараларының бірі немесе бірнешеуі",),
    "alone suitable": ("{alone} міндетті түрде {first} шараларының лайықты жиынтығымен бірге",),
    "besides suitable": ("еқт {besides} және лайықты жиынтық",),
    "besides any": ("еқт {besides} және бір шара немесе бірнешеуі қатар",),
}
_CODES = ("alone", "first", "last")
_CODE, _NUMBER = r"\d*[a-z]\d*", r"\d+"
_DASH = re.compile(r"\s*[-–—]\s*(?=[a-z{]|$)")  # between codes; one between words stays


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says before the codes of its conclusion are known.

    Attributes:
        kind: Kind of the wording.
        alone: Code of a technique that is asked for by itself; empty if none is.
        first: First code of a span, or the family of codes such as ``b``; may be empty.
        last: Last code of a span; may be empty.
        besides: Number of another conclusion; empty if none is named.
    """

    kind: str
    alone: str = ""
    first: str = ""
    last: str = ""
    besides: str = ""


def said(lang: str, line: str) -> Said | None:
    """Return what a line says; None if its wording is not known.

    Codes are told without the number of the conclusion: ``7a`` is ``a``.
    """
    plain = _DASH.sub("-", " ".join(line.split()).casefold().rstrip(". "))
    for kind, pattern in _PATTERNS[lang]:
        match = pattern.fullmatch(plain)
        if match is not None:
            found = match.groupdict()
            codes = {name: code.lstrip("0123456789") for name, code in found.items()}
            return Said(kind, **{**codes, **_besides(found)})
    return None


def _besides(found: Mapping[str, str]) -> dict[str, str]:
    return {"besides": found["besides"]} if "besides" in found else {}


def _pattern(wording: str) -> re.Pattern[str]:
    text = re.escape(wording)
    for name in (*_CODES, "besides"):
        group = _NUMBER if name == "besides" else _CODE
        text = text.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>{group})")
    return re.compile(text)


_PATTERNS = {
    lang: tuple((kind, _pattern(each)) for kind, wordings in table.items() for each in wordings)
    for lang, table in (("en", _EN), ("ru", _RU), ("kk", _KK))
}
LANGUAGES = tuple(_PATTERNS)
