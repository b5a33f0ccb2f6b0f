"""``kta packs``: sector packs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop import i18n
from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.domain.levels import Level
from kta_desktop.i18n import _
from kta_desktop.services import authoring
from kta_desktop.services import packs as service

app = typer.Typer(help="Отраслевые пакеты.", no_args_is_help=True)


@app.command("list")
def list_(json: Json = False, lang: Lang = "ru") -> None:
    """Какие пакеты есть."""
    with output(as_json=json, lang=lang) as out:
        found = service.available()
        for error in authoring.tampered():
            out.say(error.sentence())
        lines = (line for pack in found for line in _lines(pack))
        out.result([_row(pack) for pack in found], lines)


def _row(pack: service.PackInfo) -> dict[str, object]:
    """Return a pack as ``--json`` prints it."""
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title.get(i18n.language()),
        "book": pack.book.get(i18n.language()),
        "book_state": pack.book_state,
        "benchmark": pack.benchmark.get(i18n.language()),
        "questions": pack.questions,
        "techniques": pack.techniques,
        "levels": pack.levels,
        "verified": pack.verified,
        "memory": pack.memory,
        "unsure": pack.unsure,
        "confidence": pack.confidence,
        "languages": dict(pack.languages),
        "includes": list(pack.includes),
        "origin": pack.origin,
        "signed_by": pack.signed_by,
        "sha256": pack.sha256,
    }


def _lines(pack: service.PackInfo) -> Iterator[str]:
    """Yield a pack as a person reads it."""
    lang = i18n.language()
    yield f"{pack.id}  {pack.version}  {pack.title.get(lang)}"
    counts = _("questions: {questions}, techniques: {techniques}, levels: {levels}")
    yield "    " + counts.format(
        questions=pack.questions, techniques=pack.techniques, levels=pack.levels
    )
    yield "    " + _("levels by confidence: {counts}").format(
        counts=_sure(pack.verified, pack.memory, pack.unsure)
    )
    techniques = pack.confidence.get("techniques", {})
    yield "    " + _("techniques by confidence: {counts}").format(
        counts=_sure(*(techniques.get(word, 0) for word in ("verified", "memory", "unsure")))
    )
    words = {"checked": _("checked"), "draft": _("draft"), "absent": _("not there")}
    tongues = (f"{name} — {words.get(state, state)}" for name, state in pack.languages.items())
    yield "    " + _("languages: {languages}").format(languages=", ".join(tongues))
    states = {"approved": _("approved"), "in preparation": _("in preparation")}
    yield "    " + _("reference book: {book} ({state})").format(
        book=pack.book.get(lang) or "—", state=states.get(pack.book_state, _("there is none"))
    )
    if not pack.benchmark.is_empty:
        yield f"    {pack.benchmark.get(lang)}"


def _sure(verified: int, memory: int, unsure: int) -> str:
    words = _("verified: {verified}, from memory: {memory}, unsure: {unsure}")
    return words.format(verified=verified, memory=memory, unsure=unsure)


@app.command("show")
def show(pack: str, json: Json = False, lang: Lang = "ru") -> None:
    """Показать определение пакета: разделы, вопросы, уровни."""
    with output(as_json=json, lang=lang) as out:
        definition, sha256 = service.compiled(pack)
        data = {"sha256": sha256, "definition": definition.to_json()}
        lines = [f"{definition.title.get(lang)} · {definition.version} · {sha256[:16]}"]
        for section in definition.sections:
            lines.append(f"{section.number}. {section.label.get(lang)}")
            lines += [
                f"  {question.number} {question.label.get(lang)}"
                for question in definition.in_section(section.name)
            ]
        lines += [_level(level, lang) for level in definition.levels]
        out.result(data, lines)


def _level(level: Level, lang: str) -> str:
    """Return a level on one line: id, what is limited, bounds, unit, how sure the figure is."""
    sign = "< " if level.lower_is_less_than else ""
    bounds = "–".join(bound for bound in (level.lower, level.upper) if bound is not None)
    figure = f"{sign}{bounds} {level.unit}".strip()
    return f"{level.id}  {level.parameter.get(lang)}  {figure}  [{level.confidence or '—'}]"


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH")],
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Найти все ошибки папки пакета или книги сразу: лист, строка, столбец, вопрос."""
    with output(as_json=json, lang=lang) as out:
        faults = service.check(path)
        warnings = [_fault(fault) for fault in faults if not fault.is_error]
        for warning in warnings:
            out.say(f"{warning['message']} [{warning['code']}]")
        if len(warnings) < len(faults):
            out.refuse(_fault(fault) for fault in faults if fault.is_error)
        out.result({"errors": [], "warnings": warnings}, [_("No mistakes found.")])


def _fault(fault: service.PackFault) -> dict[str, object]:
    """Return a mistake as ``--json`` prints it."""
    return {
        "code": fault.code,
        "message": fault.sentence(),
        "where": f"{fault.sheet}:{fault.row}:{fault.column}",
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "question": fault.question,
    }


@app.command("import")
def import_(
    book: Annotated[Path, typer.Argument(metavar="BOOK.xlsx")],
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Записать книгу Excel папкой пакета; ошибки самого пакета показать."""
    with output(as_json=json, lang=lang) as out:
        try:
            faults = authoring.import_workbook(book, folder)
        except authoring.WorkbookFaultyError as error:
            out.refuse(_fault(fault) for fault in error.faults)
        for fault in faults:
            out.say(f"{fault.line()} [{fault.code}]")
        data = {"path": str(folder), "mistakes": [_fault(fault) for fault in faults]}
        out.result(data, [_("The pack is written: {path}").format(path=folder)])


@app.command("export")
def export(
    pack: Annotated[str, typer.Argument(metavar="ID")],
    book: Annotated[Path, typer.Argument(metavar="BOOK.xlsx")],
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Записать пакет книгой Excel."""
    with output(as_json=json, lang=lang) as out:
        authoring.export(pack, book)
        lines = [_("The workbook is written: {path}").format(path=book)]
        out.result({"pack": pack, "path": str(book)}, lines)
