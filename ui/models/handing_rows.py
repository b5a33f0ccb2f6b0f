"""Audits handed out, and packs that can be published, in rows."""

from typing import TYPE_CHECKING

from kta_desktop.formatting import date, datetime_
from kta_desktop.forms.wording import version_name
from kta_desktop.i18n import _, language
from ui.models.intake_rows import Below, Row

if TYPE_CHECKING:
    from kta_desktop.services.assigning import Given
    from kta_desktop.services.packs import PackInfo


def given_row(one: "Given") -> Row:
    """Return an audit that was handed out; its state is whether a version of it came back."""
    from kta_desktop.services.packs import name_of

    lang = language()
    days = " – ".join(date(day, lang) for day in (one.starts_on, one.ends_on) if day)
    parts = (one.name, days, name_of(one.pack, lang))
    when = datetime_(one.at, lang, seconds=False)
    mark = (
        (_("Has come in"), "circle-check", "ok")
        if one.has_come
        else (_("Handed out"), "clock", "neutral")
    )
    return Row(
        item=one.id,
        lead=one.number,
        aside=when,
        title=one.plant,
        below=(Below(text=" · ".join(part for part in parts if part)),),
        mark=mark,
    )


def pack_row(pack: "PackInfo") -> Row:
    """Return a pack that can be published."""
    lang = language()
    told = _("Questions: {questions}. Levels that judge: {levels} of {all}.")
    figures = told.format(questions=pack.questions, levels=pack.verified, all=pack.levels)
    is_own = pack.origin == "installed"
    origin = (
        _("Signed by: {who}.").format(who=pack.signed_by)
        if is_own and pack.signed_by
        else _("Came with the program.")
    )
    return Row(
        item=pack.id,
        lead=pack.id,
        aside=version_name(pack.version, lang),
        title=pack.title.get(lang),
        below=(Below(text=f"{figures} {origin}"),),
        mark=(_("Installed here"), "package-check", "info") if is_own else None,
    )
