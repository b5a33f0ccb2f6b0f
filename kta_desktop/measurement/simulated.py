"""A simulated instrument without its plug: registers, bits and lines as a scenario has them now."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.line_pattern import compiled
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.profile_parts import (
    Checksum,
    LineField,
    LineFormat,
    RegisterTable,
    StatusField,
    StatusRule,
)
from kta_desktop.measurement.scenario import Scenario, State, Trouble


@dataclass(frozen=True, slots=True)
class SimulatedDevice:
    """What an instrument shows now.

    Attributes:
        profile: What it tells, and where.
        scenario: What it shows.
        clock: Time; that of the scenario begins at ``started``.
        started: Unix seconds.
    """

    profile: InstrumentProfile
    scenario: Scenario
    clock: Clock
    started: float

    @property
    def time_s(self) -> float:
        """Return the time of the scenario."""
        return self.clock.now() - self.started

    def is_lost(self) -> bool:
        """Whether it cannot be reached now."""
        return self.scenario.is_lost(self.time_s)

    def trouble(self) -> Trouble | None:
        """Return what happens to its connection now."""
        return self.scenario.trouble(self.time_s)

    def size(self, table: RegisterTable) -> int:
        """Return how many registers or bits a table has."""
        ends = [0]
        ends += [item.address + item.size for item in self.profile.registers if item.table is table]
        ends += [item.address + 1 for item in self.profile.statuses if item.table is table]
        return max(ends)

    def words(self, table: RegisterTable) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield what stands now in a table: addresses with registers or bits."""
        time_s = self.time_s
        for register in self.profile.registers:
            if register.table is table:
                value = self.scenario.value(register.channel, time_s)
                yield register.address, register.encode(value)
        said = self.scenario.said(time_s)
        for status in self.profile.statuses:
            if status.table is table:
                yield status.address, [_word(status.rules, said)]

    def line(self) -> bytes:
        """Return the line that it writes now, with its end."""
        form = self.profile.lines or LineFormat()
        time_s = self.time_s
        texts = {
            field.field: _text(field, form, self.scenario.value(field.channel, time_s))
            for field in self.profile.fields
        }
        said = self.scenario.said(time_s)
        texts |= {field.field: _status_text(field, said) for field in self.profile.status_fields}
        return _sealed(_filled(form, texts), form)


def _word(rules: Sequence[StatusRule], said: Sequence[State]) -> int:
    """Return the status word that says what is to be said."""
    word = 0
    for rule in _fitting(rules, said):
        value = rule.value if rule.value is not None else rule.mask
        word |= 1 if value is None else value
    return word


def _fitting(rules: Sequence[StatusRule], said: Sequence[State]) -> list[StatusRule]:
    return [
        rule
        for rule in rules
        if any(state.says is rule.says and set(state.channels) == set(rule.channels)
               for state in said)
    ]  # fmt: skip


def _status_text(field: StatusField, said: Sequence[State]) -> str:
    texts = [rule.text for rule in _fitting(field.rules, said) if rule.text is not None]
    if texts:
        return texts[0]
    if any(rule.text is not None for rule in field.rules):
        return "OK"
    form = {2: "b", 10: "d", 16: "X"}[field.base]
    return format(_word(field.rules, said), form)


def _text(field: LineField, form: LineFormat, value: float) -> str:
    if not math.isfinite(value):
        return field.no_value[0] if field.no_value else "nan"
    text = f"{(value - field.offset) / field.scale:.2f}"
    return text.replace(".", ",") if form.decimal_comma else text


def _filled(form: LineFormat, texts: dict[str, str]) -> str:
    """Return the example line with these fields; without one, the columns alone."""
    if form.pattern:
        return _replaced(form, texts)
    columns = form.example.split(form.separator or None) if form.example else []
    width = max(len(columns), *(int(name) for name in texts))
    columns += ["0"] * (width - len(columns))
    for name, text in texts.items():
        columns[int(name) - 1] = text
    return (form.separator or " ").join(columns)


def _replaced(form: LineFormat, texts: dict[str, str]) -> str:
    found = compiled(form.pattern).search(form.example)
    if found is None:
        return form.example
    places = compiled(form.pattern).groupindex
    spans = sorted((found.span(places[name]), text) for name, text in texts.items())
    line, at = "", 0
    for (start, end), text in spans:
        if start >= at:
            line += form.example[at:start] + text
            at = end
    return line + form.example[at:]


def _sealed(line: str, form: LineFormat) -> bytes:
    """Return a line with its checksum and its end."""
    body = line.encode(form.encoding, "replace")
    end = form.end.encode("ascii")
    if form.checksum is Checksum.NONE:
        return body + end
    digits = form.checksum.over(body[form.checksum_skip :])
    return body + form.checksum_mark.encode("ascii", "replace") + digits + end
