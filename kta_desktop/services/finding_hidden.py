"""Which answer hides a question, so that a search can lead there instead of nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from kta_desktop.domain.definition import Definition, Group, Question, QuestionType, Section
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import Chain, Name, Node, walk, written
from kta_desktop.forms.parser import parse
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import _
from kta_desktop.reports.blank.skip_rules import SkipRules

_DEEPEST = 12  # facts that stand on facts, answers that hide each other


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why a question is not asked.

    Attributes:
        reason: The sentence.
        by: Address of the answer that hides it; empty if no single one does.
    """

    reason: str
    by: str


class Hiding:
    """Explains what the answers of a form hide."""

    def __init__(self, definition: Definition) -> None:
        self._sections = {section.name: section for section in definition.sections}
        self._boxes: dict[str, Group | Question] = {g.name: g for g in definition.groups}
        self._questions = {question.name: question for question in definition.questions}
        self._boxes |= {q.name: q for q in definition.questions if q.is_repeat}
        self._rules = SkipRules(self._questions)

    def of(self, state: FormState, address: str, lang: str) -> Hidden:
        """Return why what stands at ``address`` is not asked now.

        Args:
            state: The form.
            address: Of the question; of one in a repeat without instances its name alone.
            lang: Language of the sentence.
        """
        condition = self._failing(state, address)
        if condition is None:
            return Hidden(_("Not asked: this follows from other answers.", lang), "")
        by = self._answer_behind(state, condition, address, 0)
        words = self._rules.words(written(condition), lang)
        if not by:
            text = _("Not asked until this holds: {condition}.", lang) if words else ""
            text = text or _("Not asked: this follows from other answers.", lang)
            return Hidden(text.format(condition=words), "")
        name = title_of(state, by, lang)
        if not words:
            return Hidden(_("Hidden by the answer {question}.", lang).format(question=name), by)
        text = _("Hidden by the answer {question}. Asked if {condition}.", lang)
        return Hidden(text.format(question=name, condition=words), by)

    def _failing(self, state: FormState, address: str) -> Node | None:
        """Return the outermost condition that does not hold, narrowed to the part that fails."""
        for relevant, is_inside in self._conditions(address.rpartition("/")[2]):
            try:
                node = parse(relevant)
                if is_inside or state.holds(relevant) is False:
                    return node if is_inside else _narrowed(state, node)
            except ExpressionError:
                continue  # a condition that cannot be read hides nothing
        return None

    def _conditions(self, name: str) -> Iterator[tuple[str, bool]]:
        """Yield the conditions over a question, outermost first, and whether in a repeat."""
        question = self._questions[name]
        chain: list[Question | Group | Section] = [question]
        parent = question.parent
        while parent is not None and parent in self._boxes:
            chain.append(self._boxes[parent])
            parent = self._boxes[parent].parent
        if question.section in self._sections:
            chain.append(self._sections[question.section])
        is_inside = False
        for box in reversed(chain):
            if box.relevant:
                yield box.relevant, is_inside
            is_inside = is_inside or isinstance(box, Question)

    def _answer_behind(self, state: FormState, node: Node, near: str, depth: int) -> str:
        """Return the address of the first answer that a condition rests on and that is asked."""
        if depth > _DEEPEST:
            return ""
        names = (each.name for each in walk(node) if isinstance(each, Name))
        for question in (self._questions[name] for name in names if name in self._questions):
            if question.type is QuestionType.CALCULATE and question.calculation:
                try:
                    found = self._answer_behind(state, parse(question.calculation), near, depth + 1)
                except ExpressionError:
                    found = ""
            else:
                found = self._asked(state, question.name, near, depth)
            if found:
                return found
        return ""

    def _asked(self, state: FormState, name: str, near: str, depth: int) -> str:
        """Return where a question is asked; if it is hidden itself, the answer that hides it."""
        steps = near.split("/")
        for end in range(len(steps) // 2 * 2, -1, -2):  # the own instance, then what is around it
            address = "/".join((*steps[:end], name))
            try:
                if state.is_relevant(address):
                    return address
            except KeyError:
                continue
            condition = self._failing(state, address)
            if condition is not None:
                return self._answer_behind(state, condition, address, depth + 1)
        return ""


def _narrowed(state: FormState, node: Node) -> Node:
    """Return the first part of «a and b» that fails."""
    if isinstance(node, Chain) and node.operator == "and":
        for operand in node.operands:
            if state.holds(written(operand)) is False:
                return _narrowed(state, operand)
    return node
