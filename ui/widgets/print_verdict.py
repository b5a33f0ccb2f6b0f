"""Verdicts on prints and signatures: icon and sentence in a frame, what else is known below."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import language
from kta_desktop.services import prints_words, signing_words
from kta_desktop.services.print_files import Examined
from kta_desktop.services.prints import Print, Standing
from kta_desktop.services.signing_sheets import Holder, Signature, Term
from ui.widgets.label import Label
from ui.widgets.verdict_frame import VerdictFrame

Look = tuple[str, str]
"""Icon and tone of a verdict."""
_GOOD: Look = ("circle-check", "ok")
_DOUBTFUL: Look = ("triangle-alert", "warning")
_BAD: Look = ("circle-alert", "error")
_STANDS: dict[Standing, Look] = {
    Standing.CURRENT: _GOOD,
    Standing.UNCHANGED: _GOOD,
    Standing.EARLIER: ("history", "warning"),
    Standing.BLANK: ("square", "neutral"),
}


class VerdictBlock(QWidget):
    """One verdict with the facts below it, each in a line of its own that wraps."""

    def __init__(self, sentence: str, look: Look, facts: Sequence[str]) -> None:
        super().__init__()
        frame = VerdictFrame(self)
        frame.show_verdict(sentence, *look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(frame)
        for number, fact in enumerate(facts):
            column.addWidget(Label(fact, "medium" if number == 0 else "body"))
        self.setAccessibleName(" ".join((sentence, *facts)))


def blocks(examined: Examined) -> list[VerdictBlock]:
    """Return a block for each audit that a print may be of, and one for each signature.

    Of a document that is not as it was signed the signatures come first: its codes prove nothing.
    """
    lang = language()
    signed = [_signature(one, lang) for one in examined.signatures]
    if examined.is_changed:
        return [*signed, *(_worthless(one, lang) for one in examined.prints)]
    return [*(block for one in examined.prints for block in _print(one, lang)), *signed]


def holder_block(holder: Holder, now: str) -> VerdictBlock:
    """Return who would sign, and whether the certificate is in force at the ISO time ``now``."""
    lang = language()
    standing = holder.term(now)
    look = _GOOD if standing is Term.IN_FORCE else _DOUBTFUL
    return VerdictBlock(
        signing_words.standing(standing, lang),
        look,
        (
            signing_words.who(holder, lang),
            signing_words.term(holder, lang),
            signing_words.issuer(holder, lang),
        ),
    )


def _print(found: Print, lang: str) -> list[VerdictBlock]:
    if not found.matches:
        look = ("square", "neutral") if found.is_blank else ("circle-alert", "error")
        return [VerdictBlock(prints_words.verdict(found, lang), look, ())]
    return [
        VerdictBlock(
            prints_words.stands(match, lang),
            _STANDS[match.standing],
            (prints_words.of_whom(match), *prints_words.facts(match, lang)),
        )
        for match in found.matches
    ]


def _worthless(found: Print, lang: str) -> VerdictBlock:
    """Return whose code a changed document bears; of which state it is would vouch for it."""
    told = [prints_words.of_whom(match) for match in found.matches]
    facts = [f"{found.code}: {each}" for each in told or [prints_words.verdict(found, lang)]]
    return VerdictBlock(prints_words.of_changed(lang), _DOUBTFUL, facts)


def _signature(signature: Signature, lang: str) -> VerdictBlock:
    look = _GOOD if signature.is_good else _BAD
    if signature.is_good and signature.term is not Term.IN_FORCE:
        look = _DOUBTFUL
    words = signing_words.verdict(signature, lang), signing_words.facts(signature, lang)
    return VerdictBlock(words[0], look, words[1])
