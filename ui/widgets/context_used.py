"""What an answer comes to in the assessment, as links of the context pane."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kta_desktop.i18n import N_, _
from kta_desktop.services import packs
from ui.models.bat_rows import state_words
from ui.widgets.context_block import Link

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment
    from kta_desktop.services.where_used import Used

_MOST = 4  # links of one kind; behind them stands how many more there are
_KINDS: Mapping[str, tuple[str, str, str]] = {
    "indicator": (
        "trending-up",
        N_("Indicator «{title}»"),
        N_("{count} more indicators rest on it"),
    ),
    "technique": ("layers", N_("Technique «{title}»"), N_("{count} more techniques rest on it")),
    "bottleneck": (
        "triangle-alert",
        N_("Bottleneck «{title}»"),
        N_("{count} more bottlenecks rest on it"),
    ),
    "measure": ("chart-gantt", N_("Measure «{title}»"), N_("{count} more measures rest on it")),
}


def used_links(found: "Assessment | None", address: str, lang: str) -> list[Link]:
    """Return what rests on an answer; nothing before the first assessment is ready."""
    if found is None:
        return []
    from kta_desktop.services.where_used import where_used

    used = where_used(found, address)
    kinds = [[each for each in used if each.kind == kind] for kind in _KINDS]
    return [link for each in kinds for link in _links(each, lang)]


def _links(used: "Sequence[Used]", lang: str) -> list[Link]:
    """Return the links of one kind; the last leads to the first of those that are not shown."""
    links = [_link(each, lang) for each in used[:_MOST]]
    if len(used) > _MOST:
        icon, _text, more = _KINDS[used[_MOST].kind]
        text = _(more).format(count=len(used) - _MOST)
        links.append(Link(icon, text, used[_MOST].target))
    return links


def _link(used: "Used", lang: str) -> Link:
    icon, text, _more = _KINDS[used.kind]
    said = _(text).format(title=used.title.get(lang) or used.target.key)
    parts = [f"{said}, {used.where}" if used.where else said]
    parts += [_state(used, lang)] if _state(used, lang) else []
    return Link(icon, ": ".join(parts), used.target)


def _state(used: "Used", lang: str) -> str:
    """Return what an indicator comes to, or in which state a technique is; empty for others."""
    if used.verdict is not None:
        verdict = next(each for each in packs.verdicts() if each.id == used.verdict)
        return verdict.label.get(lang)
    if used.state is not None or used.proposed is not None:
        state = used.state or used.proposed
        return state_words(state, is_confirmed=used.state is not None)
    return ""
