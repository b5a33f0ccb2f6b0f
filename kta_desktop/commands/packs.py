"""``kta packs``: sector packs."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop import i18n
from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.domain.levels import Level, Technique
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
        "own": asdict(pack.own),
        "languages": {lang: pack.languages.get(lang, "absent") for lang in i18n.LANGUAGES},
        "includes": list(pack.includes),
        "origin": pack.origin,
        "shipped_version": pack.shipped_version,
        "signed_by": pack.signed_by,
        "sha256": pack.sha256,
    }


def _lines(pack: service.PackInfo) -> Iterator[str]:
    """Yield a pack as a person reads it: its own rows, then what it comes to with its includes."""
    lang = i18n.language()
    yield f"{pack.id}  {pack.version}  {pack.title.get(lang)}"
    if pack.shipped_version:
        newer = _("the program has a newer one: {version}").format(version=pack.shipped_version)
        yield f"    {newer}"
    own = pack.own
    yield f"    {_counted(own)}"
    if pack.includes:
        packs, counts = ", ".join(pack.includes), _counted(pack)
        yield "    " + _("together with {packs}: {counts}").format(packs=packs, counts=counts)
    yield "    " + _("levels by confidence: {counts}").format(
        counts=_sure(own.verified, own.memory, own.unsure)
    )
    techniques = own.confidence.get("techniques", {})
    yield "    " + _("techniques by confidence: {counts}").format(
        counts=_sure(*(techniques.get(word, 0) for word in ("verified", "memory", "unsure")))
    )
    words = {"checked": _("checked"), "draft": _("draft"), "absent": _("not there")}
    states = ((name, pack.languages.get(name, "absent")) for name in i18n.LANGUAGES)
    tongues = (f"{name} — {words.get(state, state)}" for name, state in states)
    yield "    " + _("languages: {languages}").format(languages=", ".join(tongues))
    yield from _book_lines(pack, lang)


def _book_lines(pack: service.PackInfo, lang: str) -> Iterator[str]:
    """Yield the reference book that a pack serves and what its figures are held against."""
    states = {"approved": _("approved"), "in preparation": _("in preparation")}
    yield "    " + _("reference book: {book} ({state})").format(
        book=pack.book.get(lang) or "—", state=states.get(pack.book_state, _("there is none"))
    )
    if not pack.benchmark.is_empty:
        yield f"    {pack.benchmark.get(lang)}"


def _counted(counts: service.PackInfo | service.PackCounts) -> str:
    words = _("questions: {questions}, techniques: {techniques}, levels: {levels}")
    return words.format(
        questions=counts.questions, techniques=counts.techniques, levels=counts.levels
    )


def _sure(verified: int, memory: int, unsure: int) -> str:
    words = _("verified: {verified}, from memory: {memory}, unsure: {unsure}")
    return words.format(verified=verified, memory=memory, unsure=unsure)


@app.command("show")
def show(pack: str, json: Json = False, lang: Lang = "ru") -> None:
    """Показать определение пакета: разделы, вопросы, уровни."""
    with output(as_json=json, lang=lang) as out:
        definition, sha256 = service.compiled(pack)
        info = service.info(pack)
        data = {"sha256": sha256, "summary": _row(info), "definition": definition.to_json()}
        lines = [*_lines(info), f"    {sha256}"]
        for section in definition.sections:
            lines.append(f"{section.number}. {section.label.get(lang)}")
            lines += [
                f"  {question.number} {question.label.get(lang)}"
                for question in definition.in_section(section.name)
            ]
        lines += [_technique(technique, lang) for technique in definition.techniques]
        lines += [_level(level, lang) for level in definition.levels]
        out.result(data, lines)


def _technique(technique: Technique, lang: str) -> str:
    """Return a technique on one line: id, number in its book, title, how sure it is."""
    number = f"{technique.number}. " if technique.number else ""
    sure = technique.confidence or "—"
    return f"{technique.id}  {number}{technique.title.get(lang)}  [{sure}]"


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
