"""Places in documents, as packs cite them in English, in the words of the reader.

``Implementing Decision (EU) 2019/2031, BAT 6b`` is found in the document by its numbers; only the
words around them are said in Russian or Kazakh. Titles of documents stay as they are.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

_Words: TypeAlias = Sequence[tuple[re.Pattern[str], str]]
_BETWEEN = "; "  # between places
_HALVES = " / "  # between the languages of a remark


def _told(*pairs: tuple[str, str]) -> _Words:
    return tuple((re.compile(pattern), words) for pattern, words in pairs)


_NUMBER = r"(\d+(?:\.\d+)*[a-z]?)"
_SPOKEN: Mapping[str, _Words] = {
    "ru": _told(
        (r"(?:Commission )?Implementing Decision \(EU\) ", "Решение (ЕС) "),
        (r"(?:Commission )?Implementing Decision (?=\d)", "Решение "),
        (r"\bLandfill Directive\b", "Директива о полигонах"),
        (r"\bDirective (?=[\d(])", "Директива "),
        (r"\bDecision (?=[\d(])", "Решение "),
        (r"(?<=\d)/EU\b", "/ЕС"),
        (r"\(EU\)", "(ЕС)"),
        (r"\bnot a numbered BAT conclusion", "не пронумерованный вывод о НДТ"),
        (r"\bBAT number not confirmed", "номер НДТ не подтверждён"),
        (r"\bBAT (?=\d)", "НДТ "),
        (r"\b[Tt]ables? (?=[\dL])", "табл. "),
        (r"\b[Ss]ections? (?=\d)", "разд. "),
        (r"\b[Cc]hapters? (?=\d)", "гл. "),
        (r"\bAnnex (?=[IVX\d])", "прил. "),
        (r"\bp\. (?=L |PDF|\d)", "с. "),
        (r"\b[Ss]cope\b", "область применения"),
        (r"\b[Tt]hemes? of\b", "тема из"),
        (r"\b[Tt]hemes?\b", "тема"),
        (r"\bvalue from memory\b", "значение по памяти"),
        (r"\bfrom memory\b", "по памяти"),
        (r"\btable not seen\b", "таблицу не видели"),
        (r"\btext not seen\b", "текст не видели"),
        (r"\btext after\b", "текст после"),
        (r"\band (?=табл|Решение|НДТ)", "и "),
    ),
    "kk": _told(
        (r"(?:Commission )?Implementing Decision \(EU\) (\d+/\d+)", r"(ЕО) \1 шешімі"),
        (r"(?:Commission )?Implementing Decision (\d+/\d+)/EU\b", r"\1/ЕО шешімі"),
        (r"(?<=\d)/EU\b", "/ЕО"),
        (r"\(EU\)", "(ЕО)"),
        (r"\bnot a numbered BAT conclusion", "нөмірленген ЕҚТ тұжырымы емес"),
        (r"\bBAT number not confirmed", "ЕҚТ нөмірі расталмаған"),
        (r"\bBAT (?=\d)", "ЕҚТ "),
        (rf"\b[Tt]able {_NUMBER}", r"\1-кесте"),
        (rf"\b[Ss]ection {_NUMBER}", r"\1-бөлім"),
        (rf"\b[Cc]hapter {_NUMBER}", r"\1-тарау"),
        (r"\bAnnex ([IVX\d]+)\b", r"\1 қосымша"),
        (r"\bp\. (?=L |PDF|\d)", "б. "),
        (r"\b[Ss]cope\b", "қолданылу аясы"),
        (r"\bfrom memory\b", "жадтан"),
    ),
}


def cited(place: str, lang: str) -> str:
    """Return a place in a document as a reader of ``lang`` says it.

    A remark in several languages, «Russian / Kazakh / English», gives its own.
    """
    text = titled(place, lang)
    for pattern, words in _SPOKEN.get(lang, ()):
        text = pattern.sub(words, text)
    return text


def titled(title: str, lang: str) -> str:
    """Return the title of a document: in the language it has, where a pack gives it in several."""
    return _BETWEEN.join(_half(part, lang) for part in title.split(_BETWEEN))


def _half(place: str, lang: str) -> str:
    halves = place.split(_HALVES)
    if len(halves) == 1 or place.isascii():  # a stroke of the document itself
        return place
    if len(halves) > 2:
        return halves[{"ru": 0, "kk": 1}.get(lang, -1)]
    is_english = halves[1].isascii()
    return halves[0] if lang == "ru" or (lang == "kk" and is_english) else halves[1]
