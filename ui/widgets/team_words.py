"""How a member of the team is named in a line: «А. Жумабаева — ведущий аудитор, вода и стоки»."""

from typing import TYPE_CHECKING

from kta_desktop.i18n import N_, _

if TYPE_CHECKING:
    from kta_desktop.services.outlook import Member

ROLES = {
    "lead": N_("Lead auditor"),
    "auditor": N_("Auditor"),
    "expert": N_("Independent expert"),
    "lab": N_("Laboratory"),
    "trainee": N_("Trainee"),
}
_MOST_SECTIONS = 3


def short_name(name: str) -> str:
    """Return «А. Жумабаева» for a full name; a single word stays as it is."""
    parts = name.split()
    return f"{parts[1][0]}. {parts[0]}" if len(parts) > 1 else name


def member_line(member: "Member", lang: str) -> str:
    """Return the short name, the role and the first sections of a member."""
    role = _(ROLES.get(member.person.role, ROLES["auditor"]), lang)
    titles = [_inside(title.get(lang)) for title in member.sections[:_MOST_SECTIONS]]
    if len(member.sections) > _MOST_SECTIONS:
        titles.append("…")
    words = ", ".join([_inside(role), *titles])
    return f"{short_name(member.person.name)} — {words}"


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence; abbreviations keep their capitals."""
    is_word = title[1:2].islower()
    return f"{title[:1].lower()}{title[1:]}" if is_word else title
