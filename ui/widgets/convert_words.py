"""A conversion in words: its figures, its steps, and all of it as text for the clipboard."""

from collections.abc import Iterator
from dataclasses import dataclass

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from kta_desktop.services.converting_gas import Answer, Normalised, Step, readable, rules

_JOINER = "\u2060"
_HARD = "\u202f"
KELVIN = {"eu": "273.15", "kz": "293.15"}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words: the name of its rule, its formula, what it comes to, its source."""

    name: str
    formula: str
    value: str
    source: str


def figure_words(found: Normalised) -> str:
    """Return a figure with its uncertainty, where there is one, and its unit."""
    if not found.uncertainty:
        return _quantity(found.value, found.unit)
    pair = formatting.with_uncertainty(found.value, found.uncertainty, language())
    return f"{pair}{formatting.NBSP}{_unit(found.unit)}"


def basis_words(name: str, o2_ref: float | None = None) -> str:
    """Return the heading of one of the two bases, with the reference oxygen if there is one."""
    lang = language()
    texts = {"eu": _("EU levels: {temperature}"), "kz": _("Kazakhstan standards: {temperature}")}
    words = texts[name].format(temperature=formatting.quantity(KELVIN[name], "K", lang))
    return (
        words
        if o2_ref is None
        else f"{words}, {formatting.percent(o2_ref, lang)}{formatting.NBSP}O₂"
    )


def masses(found: Answer) -> Iterator[tuple[str, str]]:
    """Yield name and figure of the flow and of what it carries, as far as they are known."""
    named = (
        (_("Gas flow"), found.flow),
        (_("Mass flow"), found.mass_flow if found.flow is not None else None),
        (_("Over the operating hours"), found.mass),
        (_("Per tonne of product"), found.load),
    )
    for name, figure in named:
        if figure is not None:
            yield name, figure_words(figure)


def step_lines(found: Answer) -> list[StepLine]:
    """Return the steps of all figures in their order; what several have in common stands once."""
    lines: list[StepLine] = []
    figures = (found.figure, found.flow, found.mass_flow, found.mass, found.load)
    for figure in figures:
        begun = _("Gas flow") if figure is found.flow else _("Entered")
        for step in () if figure is None else figure.steps:
            line = _line(step, begun)
            if line not in lines:
                lines.append(line)
    return lines


def as_text(answers: tuple[Answer, Answer]) -> str:
    """Return both conversions as plain text, with every step."""
    parts: list[str] = []
    for name, found in zip(("eu", "kz"), answers, strict=True):
        basis = basis_words(name, found.asked.basis.o2_ref_pct)
        parts.append(f"{basis}: {figure_words(found.figure)}")
        parts += [f"  {title}: {figure}" for title, figure in masses(found)]
        parts += [f"  {each.name}: {_equation(each)}" for each in step_lines(found)]
    parts += [caution.sentence() for caution in answers[0].cautions]
    return "\n".join(parts).replace(_JOINER, "")


def _equation(line: StepLine) -> str:
    return f"{line.formula} = {line.value}" if line.formula else line.value


def _line(step: Step, begun: str) -> StepLine:
    value = _quantity(step.value, step.unit)
    if not step.rule:
        return StepLine(begun, "", value, "")
    lang = language()
    rule = rules()[step.rule]
    formula = step.formula if lang == "en" else step.formula.replace(".", ",")
    return StepLine(rule.names[lang], formula, value, rule.source)


def _quantity(value: float, unit: str) -> str:
    number = formatting.number(readable(value), language())
    return f"{number}{formatting.NBSP}{_unit(unit)}"


def _unit(unit: str) -> str:
    """Return the symbol of a unit that no line break may tear at its stroke."""
    return formatting.unit(unit, language()).replace("/", f"/{_JOINER}").replace(" ", _HARD)
