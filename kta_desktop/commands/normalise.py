"""``kta normalise``: a figure at reference conditions, with every step and its formula."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kta_desktop import formatting
from kta_desktop.commands import batch
from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.i18n import _, language
from kta_desktop.measurement.errors import FieldWrongError
from kta_desktop.measurement.steps import Normalised, Step
from kta_desktop.services import converting_gas
from kta_desktop.services.converting_gas import Answer, readable
from kta_desktop.services.converting_gas_fields import number

_EXAMPLE = '{"value": 250, "unit": "ppm", "substance": "NO2", "o2": 10.4, "o2_ref": 8}'


def _number(text: str) -> float:
    """Return a number of the command line; a decimal comma is one, too.

    Raises:
        ValueError: If it is none.
    """
    try:
        found = number("—", text)
    except FieldWrongError:
        return float(text)  # nan and infinity are told apart later, by name
    if found is None:
        raise ValueError(text)
    return found


def _option(name: str, text: str) -> Any:
    return typer.Option(name, help=text, parser=_number, metavar="ЧИСЛО", show_default=False)


def _word(name: str, text: str) -> Any:
    return typer.Option(name, help=text, show_default=False)


Num = float | None
Word = str | None
Batch = Annotated[Path | None, typer.Option("--batch", help="Файл JSONL: одна величина в строке.")]


def normalise(
    value: Annotated[Word, _word("--value", "Значение; <2.5: предел; «2; 3; 4»: пробы.")] = None,
    unit: Annotated[Word, _word("--unit", "Единица: ppm, %, mg/m3, mg/Nm3, m3/s, g/s …")] = None,
    substance: Annotated[Word, _word("--substance", "Вещество: код или формула.")] = None,
    counted_as: Annotated[Word, _word("--as", "В пересчёте на вещество, NO → NO2.")] = None,
    temperature: Annotated[Num, _option("--temperature", "Температура газа, °C.")] = None,
    pressure: Annotated[Num, _option("--pressure", "Абсолютное давление газа, кПа.")] = None,
    barometric: Annotated[Num, _option("--barometric", "Атмосферное давление, кПа.")] = None,
    static: Annotated[Num, _option("--static", "Статическое давление, Па.")] = None,
    moisture: Annotated[Num, _option("--moisture", "Влажность, % об. влажного газа.")] = None,
    wet: Annotated[bool, typer.Option("--wet", help="Значение дано для влажного газа.")] = False,
    o2: Annotated[Num, _option("--o2", "Кислород, % об. сухого газа.")] = None,
    o2_wet: Annotated[Num, _option("--o2-wet", "Кислород, % об. влажного газа.")] = None,
    o2_ref: Annotated[Num, _option("--o2-ref", "Базовый кислород, % об.")] = None,
    o2_air: Annotated[Num, _option("--o2-air", "Кислород в воздухе: 21 или 20,9 %.")] = None,
    heating: Annotated[Word, _word("--heating", "air, oxy-fuel или electric.")] = None,
    from_basis: Annotated[Word, _word("--from-basis", "Условия значения в Нм³: eu, kz.")] = None,
    from_o2_ref: Annotated[Num, _option("--from-o2-ref", "Базовый O2 значения в Нм³, %.")] = None,
    basis: Annotated[Word, _word("--basis", "Условия приведения: eu или kz.")] = None,
    to: Annotated[Word, _word("--to", "В какой единице: mg/Nm3, kg/h, t, kg/t …")] = None,
    flow: Annotated[Num, _option("--flow", "Расход газа.")] = None,
    flow_unit: Annotated[Word, _word("--flow-unit", "Единица расхода; m3/s.")] = None,
    flow_dry: Annotated[
        bool, typer.Option("--flow-dry", help="Расход дан для сухого газа.")
    ] = False,
    velocity: Annotated[Num, _option("--velocity", "Средняя скорость газа, м/с.")] = None,
    diameter: Annotated[Num, _option("--diameter", "Диаметр газохода, м.")] = None,
    width: Annotated[Num, _option("--width", "Ширина газохода, м.")] = None,
    height: Annotated[Num, _option("--height", "Высота газохода, м.")] = None,
    hours: Annotated[Num, _option("--hours", "Часы работы, для массы в т.")] = None,
    throughput: Annotated[Num, _option("--throughput", "Выпуск продукции, т/ч, для кг/т.")] = None,
    u: Annotated[Num, _option("--u", "U (k = 2) значения, в его единице.")] = None,
    u_pct: Annotated[Num, _option("--u-pct", "U (k = 2) значения, %.")] = None,
    u_temperature: Annotated[Num, _option("--u-temperature", "U температуры, К.")] = None,
    u_pressure: Annotated[Num, _option("--u-pressure", "U давления, кПа.")] = None,
    u_moisture: Annotated[Num, _option("--u-moisture", "U влажности, % об.")] = None,
    u_o2: Annotated[Num, _option("--u-o2", "U кислорода, % об.")] = None,
    u_flow_pct: Annotated[Num, _option("--u-flow-pct", "U расхода, %.")] = None,
    u_velocity: Annotated[Num, _option("--u-velocity", "U скорости, м/с.")] = None,
    file: Batch = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Пересчитать величину на условия приведения: каждый шаг с формулой."""
    _answer(locals())


def _answer(given: Mapping[str, Any]) -> None:
    """Answer a command line, or a batch, by the names of the parameters above."""
    fields = dict(given)
    file, json, lang = (fields.pop(name) for name in ("file", "json", "lang"))
    fields["as"] = fields.pop("counted_as")
    with output(as_json=json, lang=lang) as out:
        if file is not None:
            out.write(batch.answers(file, _EXAMPLE, _of_line))
            return
        for name in ("value", "unit"):
            if not fields[name]:
                raise typer.BadParameter(name, param_hint=f"--{name}")
        _readable(str(fields["value"]))
        found = converting_gas.answer(converting_gas.question(fields))
        for caution in found.cautions:
            out.say(f"{caution.sentence()} [{caution.code}]")
        if json:
            out.write([batch.as_json(as_json(found))])
        else:
            out.result({}, _lines(found))


def as_json(found: Answer) -> dict[str, Any]:
    """Return ``{value, unit, basis, uncertainty, conditions, steps, flow, mass, warnings}``."""
    basis = found.asked.basis
    at_conditions = found.result.basis
    more = {
        "flow": found.flow,
        "mass_flow": found.mass_flow,
        "mass": found.mass,
        "load": found.load,
    }
    steps = _figure(found.result)
    return {
        "value": steps.pop("value"),
        "unit": steps.pop("unit"),
        "basis": None if at_conditions is None else converting_gas.wanted_basis(at_conditions),
        **steps,
        "conditions": {
            "id": basis.id,
            "temperature_k": basis.temperature_k,
            "pressure_kpa": basis.pressure_kpa,
            "dry": basis.dry,
            "o2_ref": basis.o2_ref_pct,
            "o2_air": basis.o2_air_pct,
        },
        "below_lod": found.asked.below_lod,
        **{name: _figure(each) for name, each in more.items() if each is not None},
        "warnings": [caution.as_json() for caution in found.cautions],
    }


def _figure(found: Normalised) -> dict[str, Any]:
    return {
        "value": found.value,
        "unit": found.unit,
        "uncertainty": found.uncertainty,
        "steps": [
            {
                "kind": step.kind,
                "formula": step.formula,
                "value": step.value,
                "unit": step.unit,
                "rule": step.rule,
            }
            for step in found.steps
        ],
    }


def _of_line(item: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("value", "unit"):
        batch.field(item, name, _EXAMPLE)
    return as_json(converting_gas.answer(converting_gas.question(item)))


def _readable(value: str) -> None:
    """Refuse what is no number, as for every other option."""
    try:
        for each in value.strip().removeprefix("<").split(";"):
            _number(each)
    except ValueError as error:
        raise typer.BadParameter(value, param_hint="--value") from error


def _lines(found: Answer) -> Iterator[str]:
    """Yield the steps of every figure, one a line, then the result with its uncertainty."""
    lang = language()
    shown: set[str] = set()
    figures = (found.figure, found.flow, found.mass_flow, found.mass, found.load, found.result)
    for figure in figures:
        for step in () if figure is None else figure.steps:
            line = _line(step, lang)
            if line not in shown:
                shown.add(line)
                yield line
    result = found.result
    value: str = formatting.quantity(readable(result.value), result.unit, lang)
    if result.uncertainty:
        u = formatting.quantity(readable(result.uncertainty), result.unit, lang)
        value = _("{value}, U = {u} (k = 2)").format(value=value, u=u)
    yield value


def _line(step: Step, lang: str) -> str:
    value = formatting.quantity(readable(step.value), step.unit, lang)
    if not step.rule:
        return value
    formula = step.formula if lang == "en" else step.formula.replace(".", ",")
    return f"{converting_gas.rules()[step.rule].names[lang]}: {formula} = {value}"
