"""A large form for benchmarks, as a definition of ours and as an XLSForm for pyxform.

3,000 questions: 99 sections of a number, a check, a calculation, a follow-up and texts, a repeat
of 20 questions that is filled in with 50 instances, and a select from a list of 20,000 choices,
filtered by region.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import (
    Choice,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)

SECTIONS = 99
GROUPS = 5  # of six questions each, in every section
INSTANCES = 50
IN_REPEAT = 20
CHOICES = 20_000
REGIONS = 20

_TYPES = {"decimal": "decimal", "text": "text", "calculate": "calculate"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form, in terms of both."""

    name: str
    section: str
    type: str
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    parent: str = ""


def questions() -> Iterator[Asked]:
    """Yield the questions outside of the lists, in the order of the paper."""
    for section in range(SECTIONS):
        for group in range(GROUPS):
            yield from _group(f"s{section}", section, group)
    yield from _repeated()
    yield Asked("all_heights", "total", "calculate", calculation="sum(${height})")
    yield Asked("all_flows", "total", "calculate", calculation="sum(${flow_0}) + ${all_heights}")


def _group(section: str, number: int, group: int) -> Iterator[Asked]:
    key = f"{number}_{group}"
    before = f"${{sum_{number}_{group - 1}}} + " if group else ""
    yield Asked(f"num_{key}", section, "decimal", constraint=". >= 0 and . < 1000000")
    yield Asked(f"other_{key}", section, "decimal")
    yield Asked(f"sum_{key}", section, "calculate", calculation=f"{before}${{num_{key}}} * 2")
    yield Asked(f"why_{key}", section, "text", relevant=f"${{num_{key}}} > 50")
    yield Asked(
        f"more_{key}", section, "text", relevant=f"${{sum_{key}}} > 500 and ${{why_{key}}} != ''"
    )
    yield Asked(
        f"share_{key}",
        section,
        "calculate",
        calculation=f"round(${{num_{key}}} div (${{num_{key}}} + 1) * 100, 2)",
    )


def _repeated() -> Iterator[Asked]:
    yield Asked("height", "stacks", "decimal", parent="stack")
    for number in range((IN_REPEAT - 2) // 2):
        yield Asked(f"speed_{number}", "stacks", "decimal", parent="stack")
        yield Asked(
            f"flow_{number}",
            "stacks",
            "calculate",
            calculation=f"${{speed_{number}}} * ${{height}}",
            parent="stack",
        )
    yield Asked("remark", "stacks", "text", relevant="${height} > 100", parent="stack")


@cache
def definition() -> Definition:
    """Return the form as ours."""
    names = [f"s{number}" for number in range(SECTIONS)]
    sections = [*names, "stacks", "places", "total"]
    asked = [_question(each) for each in questions()]
    before = next(place for place, each in enumerate(asked) if each.parent == "stack")
    asked.insert(before, _plain("stack", "stacks", QuestionType.REPEAT))
    asked += _places()
    order = {name: place for place, name in enumerate(sections)}
    asked.sort(key=lambda question: order[question.section])
    return Definition(
        pack="bench",
        version="1",
        title=Text(ru="Замер"),
        sections=tuple(
            Section(name=name, number=str(place), label=Text(ru=name))
            for place, name in enumerate(sections, 1)
        ),
        questions=tuple(asked),
    )


def _plain(name: str, section: str, kind: QuestionType, **more: Any) -> Question:
    return Question(name=name, number="", section=section, type=kind, label=Text(ru=name), **more)


def _question(asked: Asked) -> Question:
    return _plain(
        asked.name,
        asked.section,
        QuestionType(asked.type),
        relevant=asked.relevant or None,
        constraint=asked.constraint or None,
        calculation=asked.calculation or None,
        parent=asked.parent or None,
    )


def _places() -> list[Question]:
    regions = tuple(
        Choice(name=f"r{number}", label=Text(ru=f"r{number}")) for number in range(REGIONS)
    )
    places = tuple(
        Choice(name=name, label=Text(ru=name), more={"region": region})
        for name, region in choices()
    )
    return [
        _plain("region", "places", QuestionType.SELECT_ONE, choices=regions),
        _plain(
            "town",
            "places",
            QuestionType.SELECT_ONE,
            choices=places,
            choice_filter="region = ${region}",
        ),
    ]


def choices() -> Iterator[tuple[str, str]]:
    """Yield name and region of the choices of the large list."""
    return ((f"t{number}", f"r{number % REGIONS}") for number in range(CHOICES))


@cache
def entries() -> dict[str, JsonValue]:
    """Return the answers that the form begins with: every number, every instance."""
    found: dict[str, JsonValue] = {"region": {"value": "r3"}, "town": {"value": "t43"}}
    for asked in questions():
        if asked.type == "decimal" and not asked.parent:
            found[asked.name] = {"text": "40", "value": "40"}
    for number in range(INSTANCES):
        found[f"stack/i{number}"] = {"order": float(number + 1)}
        for asked in questions():
            if asked.parent and asked.type == "decimal":
                found[f"stack/i{number}/{asked.name}"] = {"text": "12", "value": "12"}
    return found


def edits(count: int) -> Iterator[tuple[str, str]]:
    """Yield address and value of edits as an auditor makes them, all over the form.

    Most are numbers with calculations and follow-ups behind them, every eighth is in an instance
    of the repeat, every fortieth chooses another region.
    """
    for number in range(count):
        value = str(30 + number * 7 % 60)
        if number % 40 == 7:
            yield "region", f"r{number % REGIONS}"
        elif number % 8 == 3:
            yield f"stack/i{number % INSTANCES}/height", value
        else:
            yield f"num_{number * 31 % SECTIONS}_{number % GROUPS}", value


def workbook() -> dict[str, Any]:
    """Return the form as the sheets that pyxform takes."""
    survey: list[dict[str, Any]] = []
    section, parent = "", ""
    for asked in questions():
        if parent and not asked.parent:
            survey.append({"type": "end repeat"})
        if asked.section != section:
            if section:
                survey.append({"type": "end group"})
            section = asked.section
            survey.append({"type": "begin group", "name": f"g_{section}", "label": section})
        if asked.parent and not parent:
            survey.append({"type": "begin repeat", "name": asked.parent, "label": asked.parent,
                           "repeat_count": str(INSTANCES)})  # fmt: skip
        parent = asked.parent
        survey.append(_row(asked))
    survey += [
        {"type": "end group"},
        {"type": "select_one regions", "name": "region", "label": "region"},
        {
            "type": "select_one towns",
            "name": "town",
            "label": "town",
            "choice_filter": "region = ${region}",
        },
    ]
    listed = [
        {"list_name": "regions", "name": f"r{number}", "label": f"r{number}"}
        for number in range(REGIONS)
    ]
    listed += [
        {"list_name": "towns", "name": name, "label": name, "region": region}
        for name, region in choices()
    ]
    columns = dict.fromkeys(name for row in survey for name in row)
    return {
        "survey": survey,
        "survey_header": [columns],
        "choices": listed,
        "choices_header": [dict.fromkeys(("list_name", "name", "label", "region"))],
        "settings": [{"form_title": "Bench", "form_id": "bench", "version": "1"}],
    }


def _row(asked: Asked) -> dict[str, Any]:
    columns = {
        "type": _TYPES[asked.type],
        "name": asked.name,
        "label": asked.name if asked.type != "calculate" else "",
        "relevant": asked.relevant,
        "constraint": asked.constraint,
        "calculation": asked.calculation,
        "default": ("12" if asked.parent else "40") if asked.type == "decimal" else "",
    }
    return {name: text for name, text in columns.items() if text}
