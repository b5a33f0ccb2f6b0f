"""The expressions of one question, ready to run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Choice, Column, Question, Text
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.evaluate import compiled, scalar, whole
from kta_desktop.forms.level_reads import FUNCTION, facts_asked
from kta_desktop.forms.lists import FindRows, passes, rows_where
from kta_desktop.forms.nodes import Call, Node, walk
from kta_desktop.forms.parser import parse
from kta_desktop.forms.scope import Scope, TableRow
from kta_desktop.forms.site import Closure, Site, own
from kta_desktop.forms.structure import Item, Structure
from kta_desktop.forms.totals import Total, totals_of

ERROR = "error"
WARNING = "warning"
_MOST_READ = 4096  # expressions of one form that are kept ready beside its own


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression of a question.

    Attributes:
        source: Its text.
        run: The expression ready to run; None where it cannot be read.
        reads: Keys of what it reads, and how many outer instances they share with it.
        node: Its tree; None where it cannot be read.
        error: Why it cannot be read.
        totals: The figures that it puts together.
    """

    source: str
    run: Closure | None
    reads: Mapping[str, int]
    node: Node | None = None
    error: ExpressionError | None = None
    totals: tuple[Total, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether it keeps its first value (``once``)."""
        return self.node is not None and any(
            isinstance(each, Call) and each.function == "once" for each in walk(self.node)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that an answer should satisfy.

    Attributes:
        rule: The expression; ``.`` is the answer.
        severity: ``error`` or ``warning``.
        message: What to say when it does not hold; may be empty.
    """

    rule: Rule
    severity: str
    message: Text


@dataclass(slots=True)
class OptionFilter:
    """A choice filter, with the options as rows of a list.

    Attributes:
        rule: The condition; its bare names are columns of the options.
        find: Finds the rows that are not certainly excluded.
        file: Name under which the rows are indexed.
        choices: All options by name.
    """

    rule: Rule
    find: FindRows
    file: str
    choices: Mapping[str, Choice]
    _rows: dict[str, TableRow] = field(default_factory=dict)

    def row(self, option: str) -> TableRow:
        """Return an option as a row."""
        row = self._rows.get(option)
        if row is None:
            row = self._rows[option] = _row(self.choices[option])
        return row

    def offers(self, option: str, scope: Scope) -> bool | None:
        """Return whether an option is offered; None if that is undecided."""
        run = self.rule.run
        if run is None:
            return None
        return option in self.choices and passes((run,), scope, self.row(option), 1)

    def offered(self, scope: Scope) -> tuple[Choice, ...]:
        """Return the options that are not certainly excluded."""
        if self.file not in scope.world.files:
            rows = tuple(self.row(name) for name in self.choices)
            scope.world.files = {**scope.world.files, self.file: rows}
        found = self.find(scope, self.file, scope.world.files[self.file])
        return tuple(self.choices[row["name"]] for row, _is_sure in found)


def _row(choice: Choice) -> TableRow:
    more = {name: str(value) for name, value in (choice.more or {}).items()}
    return {**more, "name": choice.name, "label": choice.label.ru}


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes the expressions of one form ready to run.

    Attributes:
        structure: The form.
        files: Names of the tables there are.
        facts: Names that decide on levels, by concept; see ``level_reads``.
    """

    structure: Structure
    files: frozenset[str]
    facts: Callable[[], Mapping[str, frozenset[str]]] = dict
    _read: dict[tuple[str, bool], Rule] = field(default_factory=dict)

    def condition(self, source: str) -> Rule:
        """Return a condition over the whole form; read once."""
        return self._once(source, scalar)

    def anything(self, source: str) -> Rule:
        """Return an expression over the whole form, which may give a list; read once."""
        return self._once(source, whole)

    def _once(self, source: str, make: Callable[[Node, Site], Closure]) -> Rule:
        key = (source, make is scalar)
        rule = self._read.get(key)
        if rule is None:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            rule = self._rule(source, self._site(self.structure.root), make=make)
            self._read[key] = rule
        return rule

    def value(self, source: str | None, item: Item) -> Rule | None:
        """Return an expression that stands at ``item``; None if there is none."""
        return None if not source else self._rule(source, self._site(item))

    def check(self, source: str, item: Item) -> Rule:
        """Return a condition over the answer of ``item``: it sees values as entered."""
        return self._rule(source, self._site(item, raw=True))

    def option_filter(self, source: str | None, item: Item) -> OptionFilter | None:
        """Return the choice filter of ``item``; None if there is none."""
        if not source or item.asked is None:
            return None
        site = self._site(item, options=True)
        rule = self._rule(source, site, bare_names=True)
        choices = {choice.name: choice for choice in item.asked.choices}
        filters = () if rule.node is None else (rule.node,)
        return OptionFilter(rule, rows_where(filters, site, 1), f"{item.key}#", choices)

    def _site(self, item: Item, *, raw: bool = False, options: bool = False) -> Site:
        return Site(
            raw=raw,
            options=options,
            structure=self.structure,
            origin=item,
            here=own(item),
            compiled=compiled,
            files=self.files,
        )

    def _rule(
        self,
        source: str,
        site: Site,
        *,
        bare_names: bool = False,
        make: Callable[[Node, Site], Closure] = scalar,
    ) -> Rule:
        try:
            node = parse(source, bare_names=bare_names)
            run = make(node, site)
        except ExpressionError as error:
            return Rule(source, None, {}, None, error)
        if FUNCTION in source:
            self._read_facts(node, site)
        return Rule(source, run, site.reads, node, totals=totals_of(node, site))

    def _read_facts(self, node: Node, site: Site) -> None:
        """Note the facts that the levels it asks for rest on: only the host reads them."""
        for name in facts_asked(node, self.facts()):
            item = self.structure.find(name, self.structure.root)
            if item is not None and (item.is_leaf or item.is_repeat):
                site.read(item.key, 0)


def checks_of(asked: Question | Column, item: Item, reader: Reader) -> tuple[Check, ...]:
    """Return the rules of a question or column: constraint, warning, further rules."""
    more = asked.more or {}
    found = [(asked.constraint, asked.severity, asked.constraint_message)]
    found.append((_str(more.get("warn")), WARNING, text_of(more.get("warn_message"))))
    rules = more.get("rules")
    for each in rules if isinstance(rules, Sequence) and not isinstance(rules, str) else ():
        if isinstance(each, Mapping):
            severity = _str(each.get("severity")) or ERROR
            found.append((_str(each.get("expression")), severity, text_of(each.get("message"))))
    return tuple(
        Check(rule=reader.check(source, item), severity=severity, message=message)
        for source, severity, message in found
        if source
    )


def _str(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def text_of(message: JsonValue) -> Text:
    """Return a text that is written as an object of languages."""
    if not isinstance(message, Mapping):
        return Text()
    return Text(**{lang: str(message.get(lang) or "") for lang in ("ru", "kk", "en")})
