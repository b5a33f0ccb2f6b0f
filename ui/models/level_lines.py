"""Levels of a checklist as rows of words: bounds, exceptions, place in the source, what holds."""

from collections.abc import Iterator, Mapping

from kta_desktop import formatting
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.texts import Text
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import printing
from kta_desktop.services.trial import Ground, GroundKind, InForce
from ui.models.lines_model import Line

_EFFECTS = {
    "limit": N_("other bounds"),
    "replaces": N_("other bounds"),
    "formula": N_("the bound is computed"),
    "not_applicable": N_("the level falls away"),
    "may_not_apply": N_("may fall away, the auditor decides"),
    "applies_only_if": N_("the level holds only then"),
    "indicative": N_("for orientation only"),
    "choice": N_("one of several is chosen"),
}
_CHECKED = {
    "verified": N_("read in the source"),
    "memory": N_("from memory, not checked"),
    "unsure": N_("doubtful, not checked"),
}
_NOT_CHECKED = N_("not checked")
_PLAIN = (GroundKind.HOLDS, GroundKind.FOR_OTHERS, GroundKind.OPEN)
"""What the word for the whole says already."""
_MOST = 4  # missing answers that are named
_LONGEST = 170  # signs of a condition in a row; its tip and the dialog have the whole


def name(level: Level) -> str:
    """Return what a level limits, and where: parameter and process."""
    return ". ".join(filter(None, (level.parameter.get(language()), process(level))))


def heads() -> tuple[str, ...]:
    """Return the headings of the levels."""
    return (_("Level"), _("Figure"), _("By the tried answers"), _("Where it stands"), _("Checked"))


def line(level: Level, definition: Definition, now: InForce | None, state: FormState) -> Line:
    """Return a level or exception: what is limited, the figure, whether it holds, its source."""
    parameter, about = level.parameter.get(language()), tuple(_about(level))
    condition = level.when_text.get(language()) if level.overrides is not None else ""
    short = condition if len(condition) <= _LONGEST else f"{condition[:_LONGEST].rstrip()}…"
    return Line(
        cells=(
            "\n".join(filter(None, (parameter, *about, short))),
            figure(level),
            "" if now is None else "\n".join(held(now, state, level)),
            place(level, definition),
            checked_words(level),
        ),
        item=level.id,
        icon=("circle-check", "ok") if level.may_yield_verdict else ("circle-help", "nd"),
        tips=("\n".join(filter(None, (parameter, *about, condition))),),
    )


def _about(level: Level) -> Iterator[str]:
    """Yield what tells levels of one parameter apart."""
    named = process(level)
    if named:
        yield named
    yield level.id
    if level.overrides is not None:
        effect = _(_EFFECTS.get(level.effect or "", _EFFECTS["limit"]))
        yield _("Exception to {level}: {effect}").format(level=level.overrides, effect=effect)


def process(level: Level) -> str:
    """Return what a level is about where its parameter has several, such as drinking milk."""
    told = (level.more or {}).get("process")
    if not isinstance(told, Mapping):
        return ""
    return Text(**told).get(language())  # type: ignore[arg-type]  # texts by language


def figure(level: Level) -> str:
    """Return the bounds of a level with the unit and what they mean: ``25–100 мг/л``."""
    lang = language()
    if level.lower is None and level.upper is None:
        return formatting.NOTHING if level.overrides is None else _("no bounds of its own")
    unit = printing.level_unit(level, lang) or level.unit
    lines = [f"{bounds(level)} {unit}".strip()]
    if level.direction == "higher":
        lines.append(_("more is better"))
    elif level.direction == "within":
        lines.append(_("has to lie between"))
    return "\n".join(lines)


def bounds(level: Level) -> str:
    """Return the bounds as they are printed in the source, such as ``< 2–20`` or ``< 5``."""
    lang = language()
    lower, upper = level.lower, level.upper
    if upper is None:
        return f"≥{formatting.NBSP}{formatting.number(lower or '', lang)}"
    high = formatting.number(upper, lang)
    if lower is None:
        sign = "<" if level.upper_is_less_than else "≤"
        return f"{sign}{formatting.NBSP}{high}"
    low = formatting.number(lower, lang)
    before = f"<{formatting.NBSP}" if level.lower_is_less_than else ""
    behind = f"<{formatting.NBSP}" if level.upper_is_less_than else ""
    return f"{before}{low}–{behind}{high}"


def place(level: Level, definition: Definition) -> str:
    """Return document and place of a level; the place alone where it names the document."""
    if level.locus:
        return level.locus
    titles = {source.id: source.title for source in definition.sources}
    return titles.get(level.source or "", level.source or "")


def facts(level: Level, definition: Definition) -> tuple[tuple[str, str], ...]:
    """Return what one compares with the source before marking a figure as checked."""
    lang = language()
    titles = {source.id: source.title for source in definition.sources}
    periods = definition.averaging or {}
    averaging = ", ".join(
        periods[each].get(lang) if each in periods else each for each in level.averaging
    )
    told = (
        (_("Level"), level.id),
        (_("Figure"), figure(level).replace("\n", ", ")),
        (_("Exception to"), level.overrides or ""),
        (_("Condition"), level.when_text.get(lang)),
        (_("Averaging"), averaging),
        (_("Document"), titles.get(level.source or "", level.source or "")),
        (_("Table, page"), level.locus),
        (_("Checked until now"), checked_words(level)),
    )
    return tuple((name, text) for name, text in told if text)


def checked_words(level: Level) -> str:
    """Return how far the figure was checked, or by whom and when."""
    if level.checked_by:
        day = formatting.date(level.checked_on or "", language())
        return f"{level.checked_by}, {day}"
    return _(_CHECKED.get(level.confidence or "", _NOT_CHECKED))


def standing_heads() -> tuple[str, ...]:
    """Return the heading of the levels beside a tried form."""
    return (_("Levels by the tried answers"),)


def standing_line(now: InForce, state: FormState) -> Line:
    """Return a level beside a tried form: what it comes to, and why."""
    subject = now.subject or now.level
    parameter = subject.parameter.get(language()) if subject is not None else ""
    chosen = now.level or now.subject
    shown = f"{parameter}: {figure(chosen)}" if chosen is not None else parameter
    words = [shown.replace("\n", ", "), *held(now, state)]
    return Line(
        cells=("\n".join(words),), item=subject.id if subject is not None else "", icon=_icon(now)
    )


def held(now: InForce, state: FormState, level: Level | None = None) -> Iterator[str]:
    """Yield whether a level holds, with the bounds that took the place of its own, and why.

    Args:
        now: What it comes to.
        state: The tried answers.
        level: The level whose own bounds stand beside it; None if those in force do.
    """
    word = {True: _("holds"), None: _("undecided"), False: _("does not hold")}[now.applies]
    is_other = level is not None and now.level is not None and now.level.id != level.id
    yield f"{word}: {figure(now.level)}" if is_other and now.level is not None else word
    for ground in now.grounds:
        yield from _ground(ground, now, state)


def _ground(ground: Ground, now: InForce, state: FormState) -> Iterator[str]:
    if ground.kind is GroundKind.EXCEPTION_OPEN and ground.missing:
        yield f"{ground.level}. {missing_words(ground.missing, state)}"
        return
    own = now.subject.id if now.subject is not None else ""
    if ground.kind not in _PLAIN or ground.level != own:
        behind = f" ({ground.level})" if ground.level != own else ""
        yield f"{ground.sentence().rstrip('.')}{behind}"
    if ground.missing:
        yield missing_words(ground.missing, state)


def missing_words(names: tuple[str, ...], state: FormState) -> str:
    """Return which answers would decide something."""
    told = [title_of(state, name, language()) for name in names[:_MOST]]
    if len(names) > _MOST:
        told.append(_("and {count} more").format(count=len(names) - _MOST))
    return _("To decide: {what}").format(what="; ".join(told))


def _icon(now: InForce) -> tuple[str, str]:
    icons = {
        True: ("circle-check", "ok"),
        None: ("circle-help", "nd"),
        False: ("circle-slash", "na"),
    }
    return icons[now.applies]
