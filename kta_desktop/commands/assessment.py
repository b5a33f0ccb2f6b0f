"""``kta assess``: what an audit comes to."""

from collections.abc import Iterator
from datetime import UTC, datetime

import typer

from kta_desktop.assessment.figure_words import told
from kta_desktop.assessment.performance import Indicator
from kta_desktop.commands.output import Json, Lang, WorkspaceFile, opened, output
from kta_desktop.formatting import NOTHING, number
from kta_desktop.i18n import _, language
from kta_desktop.packs import reference
from kta_desktop.services import assessing, assessing_earlier, assessing_json, auditing, filling
from kta_desktop.services.assessing import Assessment


def assess(
    audit: str = typer.Argument(metavar="ID"),
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Показатели против уровней, техники, балансы, нагрузка, узкие места, план."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        record = auditing.load(ws, audit)
        state = filling.form(record.definition, record.entries)
        earlier = assessing_earlier.earlier_of(ws, record)
        today = datetime.now(UTC).astimezone().date()
        found = assessing.assess(assessing.known_of(record, state, today, earlier))
        out.result(assessing_json.as_json(found), _lines(found))


def _lines(found: Assessment) -> Iterator[str]:
    lang = language()
    yield from _indicators(found, lang)
    yield from _techniques(found)
    yield from _balances(found, lang)
    yield from _plan(found, lang)


def _indicators(found: Assessment, lang: str) -> Iterator[str]:
    verdicts = {kind.id: kind.label for kind in reference.verdicts()}
    yield _("Indicators")
    for stated in found.statements:
        verdict = verdicts[stated.verdict].get(lang)
        yield f"  {_indicator(stated.lead, lang)}  {verdict}"
        yield from (f"    = {_indicator(each, lang)}" for each in stated.others)
        if stated.contradicted:
            yield f"    {_('these contradict each other')}"


def _indicator(each: Indicator, lang: str) -> str:
    return f"{each.name.get(lang)} {each.where}  {told(each.figure, lang)}"


def _techniques(found: Assessment) -> Iterator[str]:
    yield _("Techniques")
    for bat in found.bats:
        states = (
            f"{line.technique.code or line.technique.number}: {line.state or NOTHING}"
            for line in bat.lines
        )
        yield f"  {bat.technique.number}  {bat.fulfilment}  {', '.join(states)}"


def _balances(found: Assessment, lang: str) -> Iterator[str]:
    yield _("Balances")
    for balance in found.balances:
        for stage in balance.stages:
            gap = told(stage.gap, lang)
            yield f"  {balance.of} {balance.substance} {stage.name}  {gap}  {stage.closure}"
    yield _("Load of a year")
    for total in found.load.totals:
        yield f"  {total.name.get(lang)}  {told(total.figure, lang)}"


def _plan(found: Assessment, lang: str) -> Iterator[str]:
    yield _("Bottlenecks")
    for neck in found.candidates:
        place = neck.place or NOTHING
        yield f"  {place}  {number(neck.score, lang, 0)}  {neck.title.get(lang)}"
    yield _("Plan")
    for scenario in found.plan.scenarios:
        yield f"  {scenario.name.get(lang)}  {told(scenario.capex, lang)}"
    for step in found.plan.steps:
        yield f"  {step.measure.number}  {step.measure.measure}  {told(step.npv, lang)}"
