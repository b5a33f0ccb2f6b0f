"""What to look at when a balance does not close: only what the answers make plausible.

Each hint names what it rests on: a meter without a valid verification, a consumer without a meter,
a use that evaporates. None of them says that it is the cause.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Balanced, Closure, Stage
from kta_desktop.assessment.balances_nodes import EFFLUENT, ELECTRICITY, HEAT, NETWORK, is_total
from kta_desktop.assessment.balances_stages import StageStream, folded
from kta_desktop.assessment.balances_water import INTAKE, OUTLETS, RECIRCULATION, USES
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.domain.texts import Text

_INSTRUMENTS = Named(name="core_instruments", concept="measurement.instruments")
_USERS = Named(name="core_energy_users", concept="energy.users")
_LANGS = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the answers say that may explain a gap.

    Attributes:
        expired: Meters whose verification has ended, with the day.
        unmetered: What is entered without a meter.
        evaporating: Whether water is used for cooling or boilers.
        recirculating: Whether a recirculating system is among the sources.
        has_outlets: Whether any outlet was entered.
        has_rain: Whether rain water is among the sources.
        has_sanitary: Whether water is used for sanitary needs.
        has_fuel_users: Whether both fuel and the heat made of it have users.
    """

    expired: tuple[tuple[Text, date], ...] = ()
    unmetered: tuple[Text, ...] = ()
    evaporating: bool = False
    recirculating: bool = False
    has_outlets: bool = False
    has_rain: bool = False
    has_sanitary: bool = False
    has_fuel_users: bool = False


def seen(known: Known, of: Balanced) -> Seen:
    """Return what the answers say about the plant's totals of one balance."""
    if of is Balanced.WATER:
        return _seen_water(known)
    if of is Balanced.ENERGY:
        return _seen_energy(known)
    return Seen()


def hints(of: Balanced, stage: Stage, found: Seen) -> tuple[Text, ...]:
    """Return what to look at in a stage or the plant, the surest first; nothing if it closes.

    Args:
        of: What is balanced.
        stage: Its balance.
        found: What the answers say.
    """
    if stage.closure is Closure.CLOSED or stage.gap.value is None or stage.gap.value == 0:
        return ()
    is_more = stage.gap.value > 0
    texts = [*_meters(found)]
    makers = {Balanced.WATER: _water, Balanced.ENERGY: _energy}
    texts += makers.get(of, _materials)(stage, found, is_more=is_more)
    texts += _without_meter(found)
    return tuple(dict.fromkeys(texts))


def expired_meters(known: Known) -> tuple[tuple[str, date], ...]:
    """Return the instruments whose verification has ended: their type or number, and the day."""
    return tuple(
        (word, day)
        for line in registers.lines(known.state, _INSTRUMENTS)
        for day in (line.day("valid_to"),)
        if day is not None and day < known.today
        for word in (line.text("serial") or line.text("type") or line.text("kind"),)
        if word
    )


def meters_of(rows: Iterable[StageStream], ended: Sequence[tuple[str, date]]) -> Seen:
    """Return the meters of stage streams that are among those whose verification has ended."""
    found = [
        (Text(ru=row.meter, kk=row.meter, en=row.meter), day)
        for row in rows
        for word, day in ended
        if row.meter and folded(word) in folded(row.meter)
    ]
    return Seen(expired=tuple(dict.fromkeys(found)))


def differing(first: StageStream, second: StageStream, unit: str) -> Text:
    """Return that one stream has different figures at its two stages."""
    values = [each.stream.figure.value or Decimal(0) for each in (first, second)]
    return _told(
        Text(
            ru="«{what}»: на стадии «{source}» указано {first}, на стадии «{target}» — {second}. "
            "В балансе взято первое.",
            kk="«{what}»: «{source}» сатысында {first}, «{target}» сатысында {second} көрсетілген. "
            "Теңгерімге біріншісі алынды.",
            en="“{what}”: {first} at the stage “{source}”, {second} at the stage “{target}”. "
            "The balance takes the first.",
        ),
        values,
        unit,
        what=first.what,
        source=first.stream.source,
        target=first.stream.target,
    )


def beside_stages(side: Text, whole: Decimal, stages: Decimal, unit: str) -> Text:
    """Return how the totals of the plant stand to the sum of its stages."""
    less = Text(
        ru="{side} по предприятию — {first}, по стадиям — {second}: остальное по стадиям "
        "не разнесено.",
        kk="{side}: кәсіпорын бойынша {first}, сатылар бойынша {second}: қалғаны сатыларға "
        "бөлінбеген.",
        en="{side}: {first} for the plant, {second} for its stages: the rest is not allocated "
        "to stages.",
    )
    more = Text(
        ru="{side} по предприятию — {first}, по стадиям — {second}: стадии показывают больше, "
        "чем всё предприятие. Проверьте, не учтён ли поток дважды.",
        kk="{side}: кәсіпорын бойынша {first}, сатылар бойынша {second}: сатылар бүкіл "
        "кәсіпорыннан көп көрсетеді. Ағын екі рет есептелмегенін тексеріңіз.",
        en="{side}: {first} for the plant, {second} for its stages: the stages show more than "
        "the whole plant. Check whether a stream is counted twice.",
    )
    text = more if stages > whole else less
    return _told(text, (whole, stages), unit, side=side)


def left_out(lines: Sequence[Line]) -> Text:
    """Return that users of cold and compressed air are not counted beside electricity."""
    names = "; ".join(line.text("user") for line in lines)
    return _told(
        Text(
            ru="Не учтены потребители холода и сжатого воздуха ({names}): их энергия уже входит "
            "в электроэнергию.",
            kk="Суық пен сығылған ауа тұтынушылары ({names}) есепке алынбады: олардың энергиясы "
            "электр энергиясының құрамында.",
            en="Users of cold and compressed air ({names}) are left out: their energy is part of "
            "the electricity.",
        ),
        (),
        "",
        names=names,
    )


def _seen_water(known: Known) -> Seen:
    intake, uses = (registers.lines(known.state, named) for named in (INTAKE, USES))
    kinds = {line.choice("use") for line in uses}
    given = {line.choice("source") for line in intake}
    return Seen(
        expired=tuple(
            (_option(line, "source"), day)
            for line in intake
            for day in (line.day("verified_to"),)
            if day is not None and day < known.today
        ),
        unmetered=(
            *(_option(line, "source") for line in intake if line.yes("metered") is False),
            *(_option(line, "use") for line in uses if line.yes("metered") is False),
        ),
        evaporating=bool(kinds & {"cooling", "boiler"}),
        recirculating=RECIRCULATION in given,
        has_outlets=bool(registers.table(known.definition, OUTLETS)),
        has_rain="rainwater" in given,
        has_sanitary="sanitary" in kinds,
    )


def _seen_energy(known: Known) -> Seen:
    users = registers.lines(known.state, _USERS)
    carriers = {line.choice("carrier") for line in users}
    without = (line for line in users if line.yes("metered") is False)
    named = (line.text("user") for line in without)
    return Seen(
        unmetered=tuple(Text(ru=name, kk=name, en=name) for name in named if name),
        has_fuel_users="fuel" in carriers and bool(carriers & {"steam", "hot-water"}),
    )


def _meters(found: Seen) -> Iterator[Text]:
    for name, day in found.expired:
        yield Text(
            *(
                sentence.format(name=name.get(lang), day=formatting.date(day.isoformat(), lang))
                for lang, sentence in zip(
                    _LANGS,
                    (
                        "Счётчик «{name}»: поверка истекла {day}, показания не подтверждены.",
                        "«{name}» есептегіші: салыстырып тексеру мерзімі {day} өткен, "
                        "көрсеткіштері расталмаған.",
                        "Meter “{name}”: its verification ended on {day}, its readings are not "
                        "confirmed.",
                    ),
                    strict=True,
                )
            )
        )


def _without_meter(found: Seen) -> Iterator[Text]:
    if found.unmetered:
        yield Text(
            *(
                sentence.format(names=_listed(found.unmetered, lang))
                for lang, sentence in zip(
                    _LANGS,
                    (
                        "Без счётчика: {names}.",
                        "Есептегішсіз: {names}.",
                        "Without a meter: {names}.",
                    ),
                    strict=True,
                )
            )
        )


def _water(stage: Stage, found: Seen, *, is_more: bool) -> Iterator[Text]:
    if not is_more:
        yield from _less_water(found)
        return
    if found.evaporating and stage.name in ("", EFFLUENT):
        yield Text(
            ru="Испарение при охлаждении и продувках, пар: измерить подпитку и продувку.",
            kk="Салқындату мен үрлеудегі булану, бу: толықтыру мен үрлеуді өлшеу.",
            en="Evaporation in cooling and blow-down, steam: measure make-up and blow-down.",
        )
    if stage.name != EFFLUENT:
        yield Text(
            ru="Утечки в сети: ночной расход при остановленном производстве.",
            kk="Желідегі ағып кетулер: өндіріс тоқтаған түнгі шығын.",
            en="Leaks in the network: the flow at night with production stopped.",
        )
    if not is_total(stage.name) or not stage.name:
        yield Text(
            ru="Влага продукции и отходов, неучтённый сток.",
            kk="Өнім мен қалдықтардың ылғалы, есепке алынбаған сарқынды су.",
            en="Moisture of products and waste, effluent that is not metered.",
        )
    if stage.name in ("", NETWORK):
        yield Text(
            ru="Потребители, которых нет в таблице водопользования.",
            kk="Су пайдалану кестесінде жоқ тұтынушылар.",
            en="Consumers that are not in the table of water uses.",
        )


def _less_water(found: Seen) -> Iterator[Text]:
    yield Text(
        ru="Неучтённый источник: скважина, привозная вода, вода из сырья или покупного пара.",
        kk="Есепке алынбаған көз: ұңғыма, тасымал су, шикізат суы немесе сатып алынған бу суы.",
        en="A source that is not entered: a well, tankers, water of raw material or bought steam.",
    )
    if not found.has_rain:
        yield Text(
            ru="Дождевые и талые воды попадают в сток.",
            kk="Жаңбыр және қар сулары сарқынды суға түседі.",
            en="Rain and melt water gets into the waste water.",
        )
    if found.recirculating:
        yield Text(
            ru="Оборотная вода посчитана как использованная: проверьте таблицу по назначению.",
            kk="Айналым суы пайдаланылған су ретінде есептелген: мақсаты бойынша кестені "
            "тексеріңіз.",
            en="Recirculated water is counted as used: check the table of uses.",
        )


def _energy(stage: Stage, found: Seen, *, is_more: bool) -> Iterator[Text]:
    if not is_more:
        if found.has_fuel_users and stage.name in ("", HEAT):
            yield Text(
                ru="Котельная и потребители её пара могут быть записаны оба: энергия посчитана "
                "дважды.",
                kk="Қазандық пен оның буын тұтынушылар екеуі де жазылған болуы мүмкін: энергия екі "
                "рет есептелген.",
                en="The boiler house and the users of its steam may both be listed: counted twice.",
            )
        yield Text(
            ru="Неучтённое поступление: собственная выработка, топливо, период счёта.",
            kk="Есепке алынбаған түсім: өз өндірісі, отын, есеп кезеңі.",
            en="Supply that is not entered: own generation, a fuel, the period of a bill.",
        )
        return
    if stage.name in ("", HEAT):
        yield Text(
            ru="Потери котлов и печей: уходящие газы, продувка, возврат конденсата; к. п. д.",
            kk="Қазандар мен пештердің шығыны: шығатын газдар, үрлеу, конденсат қайтару; ПӘК.",
            en="Losses of boilers and furnaces: flue gas, blow-down, condensate; efficiency.",
        )
    if stage.name in ("", ELECTRICITY):
        yield Text(
            ru="Потери в сетях и трансформаторах, потребители без учёта.",
            kk="Желілер мен трансформаторлардағы шығын, есепке алынбаған тұтынушылар.",
            en="Losses in lines and transformers, consumers without a meter.",
        )
    if stage.name and not is_total(stage.name):
        yield Text(
            ru="Тепло, уходящее с продукцией, водой и воздухом.",
            kk="Өніммен, сумен және ауамен кететін жылу.",
            en="Heat that leaves with product, water and air.",
        )


def _materials(stage: Stage, found: Seen, *, is_more: bool) -> Iterator[Text]:
    del stage, found
    if is_more:
        yield Text(
            ru="Влага и угар при нагреве, вещества в сточной воде, потери при уборке и перегрузке.",
            kk="Қыздырудағы ылғал мен күйік, сарқынды судағы заттар, жинау мен аударудағы шығын.",
            en="Moisture and ignition loss, matter in waste water, losses in cleaning and handling.",
        )
        yield Text(
            ru="Изменение запасов сырья и продукции за год.",
            kk="Шикізат пен өнім қорының жыл ішіндегі өзгеруі.",
            en="Change of stocks of raw material and product in the year.",
        )
        return
    yield Text(
        ru="Вода, добавленная в продукцию и отходы: она в балансе воды, а не материалов.",
        kk="Өнім мен қалдықтарға қосылған су: ол материалдар емес, су теңгерімінде.",
        en="Water added to product and waste: it is in the balance of water, not of materials.",
    )
    yield Text(
        ru="Сырьё или добавки, которых нет в таблице; расход запасов прошлого года.",
        kk="Кестеде жоқ шикізат немесе қоспалар; өткен жылғы қорды жұмсау.",
        en="Raw materials or additives not in the table; stocks of the year before used up.",
    )


def _told(text: Text, values: Sequence[Decimal], unit: str, **words: str | Text) -> Text:
    """Return a sentence with numbers and words put in, in each language."""
    found = []
    for lang in _LANGS:
        numbers = [formatting.quantity(_short(value), unit, lang) for value in values]
        said = {
            name: word.get(lang) if isinstance(word, Text) else word for name, word in words.items()
        }
        said |= dict(zip(("first", "second"), numbers, strict=False))
        found.append(text.get(lang).format(**said))
    return Text(*found)


def _short(value: Decimal) -> Decimal:
    """Return a figure with four significant digits at most after the whole ones."""
    places = max(0, 3 - value.adjusted()) if value else 0
    return round(value, places)


def _listed(names: Iterable[Text], lang: str) -> str:
    return "; ".join(dict.fromkeys(name.get(lang) for name in names))


def _option(line: Line, column: str) -> Text:
    chosen, asked = line.choice(column), line.column(column)
    choice = asked.choice(chosen) if asked and chosen else None
    return choice.label if choice else Text(ru=chosen or "", kk=chosen or "", en=chosen or "")
