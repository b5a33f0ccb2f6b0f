"""The figures of the cards at the top of the overview, in words."""

from kta_desktop.formatting import number, percent
from kta_desktop.i18n import _, language
from kta_desktop.services.overview import Counters
from ui.widgets.overview_cards import Figure


def figures(counted: Counters) -> tuple[Figure, Figure, Figure, Figure]:
    """Return what the cards say: answers, leaving, figures out of level, proof."""
    return _answers(counted), _leaving(counted), _excesses(counted), _proof(counted)


def _answers(counted: Counters) -> Figure:
    lang = language()
    share = percent(100 * counted.answered // max(counted.total, 1), lang)
    required = _("required: {answered} of {total}").format(
        answered=number(counted.required, lang), total=number(counted.required_total, lang)
    )
    value = _("{answered} of {total}").format(
        answered=number(counted.answered, lang), total=number(counted.total, lang)
    )
    return Figure(value, _("answers"), f"{share} · {required}", "info")


def _leaving(counted: Counters) -> Figure:
    wanted = _("wanted: {wanted}, later: {later}").format(
        wanted=number(counted.wanted, language()), later=number(counted.later, language())
    )
    tone = "error" if counted.blocking else "ok"
    return Figure(number(counted.blocking, language()), _("block leaving"), wanted, tone)


def _excesses(counted: Counters) -> Figure:
    unclear = _("not distinguishable with U: {count}").format(
        count=number(counted.unclear, language())
    )
    tone = "error" if counted.exceeding else "unclear" if counted.unclear else "ok"
    return Figure(number(counted.exceeding, language()), _("above the level"), unclear, tone)


def _proof(counted: Counters) -> Figure:
    lacking = _("answers that need proof: {count}").format(
        count=number(counted.unproven, language())
    )
    tone = "warning" if counted.unproven else "ok"
    return Figure(number(counted.files, language()), _("files of proof"), lacking, tone)
