"""Codes of pages typed into the search: they lead to the questions of the page."""

from kta_desktop.domain import page_codes
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _
from kta_desktop.services import paper
from kta_desktop.services.finding_hits import Group, Hit, HitKind

PAGE = N_("Page {page} of the blank sheet")
PAGE_OF_CODE = N_("Page of the blank sheet with the code {shown}")


def find_page(query: str, record: AuditRecord, state: FormState, lang: str) -> tuple[Group, ...]:
    """Return the page that a typed code names; nothing for any other words.

    Of a code that leads nowhere here it is said why; five letters that are no code of this audit
    may as well be a word, so nothing is said of them.
    """
    if not paper.looks_like_code(query):
        return ()
    found = paper.read_code(query, record)
    if isinstance(found, KtaError):
        return _group(_refused(query, found, lang)) if page_codes.is_code(query) else ()
    address = paper.jump(state, found)
    question = state.question(address)
    shown = query.strip().upper()
    words = _(PAGE_OF_CODE, lang).format(shown=shown)
    if found.number is not None:
        words = _(PAGE, lang).format(page=found.number)
    return _group(
        Hit(
            kind=HitKind.QUESTION,
            number=question.number,
            title=question.title.get(lang),
            where=words,
            target=Target(Where.QUESTION, address),
        )
    )


def _refused(query: str, error: KtaError, lang: str) -> Hit:
    return Hit(kind=HitKind.QUESTION, title=query.strip(), reason=error.sentence(lang))


def _group(hit: Hit) -> tuple[Group, ...]:
    return (Group(kind=hit.kind, hits=(hit,)),)
