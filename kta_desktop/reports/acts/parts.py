"""Acts of sampling: one for each measurement session, and blank ones for planned samples.

No official form of such an act was found for Kazakhstan; the sheet says so. Its fields are those
of ``resources/reference/protocol_fields.csv``, in their order: what is known stands there, what is
not is a line to write on by hand.
"""

from functools import partial

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop.i18n import N_, _
from kta_desktop.reports.acts.facts import Act, sections
from kta_desktop.reports.acts.form import sample_tables, section_table
from kta_desktop.reports.acts.planned import planned_acts
from kta_desktop.reports.acts.session import session_act
from kta_desktop.reports.answers import marks
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.layout import brief
from kta_desktop.reports.order import Kind
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.protocols import words as session_words
from kta_desktop.reports.protocols.facts import SIMULATED
from kta_desktop.reports.protocols.parts import UNREADABLE
from kta_desktop.reports.style import gap, para

TITLE = N_("Sampling act")
NO_FORM = N_(
    "No official form of the act was found; the list of fields is proposed. "
    "A star marks the required ones; what is not known is filled in by hand."
)
_NAMES = 80  # characters of what is named in a title


def act_parts(context: Context) -> list[Part]:
    """Return an act for each measurement session that was asked for, in order of time.

    Whoever asks for acts alone gets blank ones for the planned samples that are not taken yet.
    """
    chosen, order = context.order.sessions, context.order
    if order.sections is not None:
        return []  # whoever wants a few sections wants no measurements
    parts = []
    for place, (path, session) in enumerate(read_sessions(context.record), start=1):
        if chosen is not None and path.removeprefix("@session/") not in chosen:
            continue
        if session is None:
            parts.append(_saying(context, path, context.tongue.word(UNREADABLE)))
        elif context.is_left_out(path):
            parts.append(_saying(context, path, context.why_left_out(path)))
        else:
            parts.append(_part(context, session_act(context, path, session, place)))
    if order.kind is Kind.SAMPLING and chosen is None:
        parts += [_part(context, act) for act in planned_acts(context)]
    return parts


def _part(context: Context, act: Act) -> Part:
    return Part(
        key=f"act-{act.key}",
        titles=tuple(_title(act, lang) for lang in context.tongue.languages),
        make=partial(_story, context, act),
    )


def _saying(context: Context, path: str, words: str) -> Part:
    """Return an act of which nothing but the reason can be printed."""
    return Part(
        key=f"act-{path.removeprefix('@session/')}",
        titles=titles(context.tongue, TITLE),
        make=lambda _room: [Chip(words, dashed=True)],
    )


def _title(act: Act, lang: str) -> str:
    title = f"{_(TITLE, lang)} № {act.number}" if act.number else _(TITLE, lang)
    subject = brief(act.subject.get(lang, ""), _NAMES)
    return f"{title}: {subject}" if subject else title


def _story(context: Context, act: Act, room: float) -> list[Flowable]:
    parts: list[Flowable] = [*session_words.sentences(context, NO_FORM, "tiny")]
    parts += marks(context, f"@session/{act.key}") if act.number else []
    if act.task:
        parts.append(para(act.task, "strong"))
    if act.simulated:
        parts.append(Chip(context.tongue.word(SIMULATED), filled=True))
    parts.append(gap(3))
    *before, instruments, signatures = enumerate(sections(), start=1)
    for number, fields in before:
        if any(each.id == "act-sample-no" for each in fields):
            parts += [gap(4), *sample_tables(context, act, fields, number), gap(6)]
        else:
            parts += section_table(context, act, fields, number, room * 0.9)
            parts.append(gap(4))
    together: list[Flowable] = []  # nobody signs a page on which nothing else stands
    for number, fields in (instruments, signatures):
        together += [*section_table(context, act, fields, number, room * 0.9), gap(4)]
    return [*parts, KeepTogether(together[:-1])]
