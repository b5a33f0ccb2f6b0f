"""What a profile must be beyond the kinds of its fields: whole, without contradictions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from kta_desktop.i18n import N_
from kta_desktop.measurement.profile_parts import StatusRule

if TYPE_CHECKING:
    from kta_desktop.measurement.profile import InstrumentProfile

CUSTOM = "kta-profile"  # type of the errors of this module; their context carries the message id
_PARTS: Mapping[str, tuple[str, ...]] = {
    "modbus-tcp": ("registers", "statuses"),
    "modbus-rtu": ("registers", "statuses", "serial"),
    "serial-ascii": ("fields", "status_fields", "serial", "lines"),
    "replay": ("columns",),
    "manual": ("entries",),
}
_ALL = ("registers", "statuses", "fields", "status_fields", "columns", "entries", "serial", "lines")
_MAX_REQUESTS = 64

NO_CHANNELS = N_("it tells nothing: at least one quantity is needed")
TWICE = N_("the channel {channel} is there twice")
UNIT_FIXED = N_("the channel {channel} must be in {unit}")
UNIT_UNKNOWN = N_("the channel {channel} has an unknown unit: {unit}")
FOREIGN_PART = N_("the part {part} does not belong to the protocol {protocol}")
NO_LINES = N_("it does not say what a line looks like")
PATTERN_WRONG = N_("the pattern of a line cannot be read: {reason}")
NO_GROUP = N_("the pattern of a line has no field {field}")
NO_COLUMN = N_("{field} is not the number of a column")
PAST_END = N_("the channel {channel} reaches beyond the last register")
RANGE_UPSIDE_DOWN = N_("the range of the channel {channel} ends before it begins")
SCALE_ZERO = N_("the channel {channel} would always be the same: its factor is 0")
RULE_FOREIGN = N_("a status speaks of the channel {channel}, which is not there")
RULE_EMPTY = N_("a status of a line needs a text or a value")
RULE_TEXT = N_("a status in a register has no text; give mask and value")
TOO_MANY_REQUESTS = N_("it would need {count} requests; {most} are the most")


def check(profile: "InstrumentProfile", conditions: Mapping[str, str]) -> None:
    """Check a profile whose fields are each of their kind.

    Args:
        profile: What was read.
        conditions: Units that channels with a fixed meaning must have.

    Raises:
        PydanticCustomError: With a message id of this module.
    """
    _check_parts(profile)
    _check_channels(profile, conditions)
    for entry in profile.told:
        _check_range(entry.channel, (entry.lowest, entry.saturated_at))
        _check_range(entry.channel, entry.possible or (None, None))
    _check_statuses(profile)
    if profile.registers:
        _check_registers(profile)
    if profile.protocol == "serial-ascii":
        _check_lines(profile)


def wrong(text: str, **details: str | int) -> PydanticCustomError:
    """Return an error with a message id and what its places stand for."""
    return PydanticCustomError(CUSTOM, "{text}", {"text": text, **details})


def _check_parts(profile: "InstrumentProfile") -> None:
    allowed = _PARTS[profile.protocol]
    for part in _ALL:
        if part not in allowed and getattr(profile, part):
            raise wrong(FOREIGN_PART, part=part, protocol=profile.protocol)
    if not profile.told:
        raise wrong(NO_CHANNELS)


def _check_channels(profile: "InstrumentProfile", conditions: Mapping[str, str]) -> None:
    from kta_desktop.errors import KtaError
    from kta_desktop.measurement.units import parse_unit

    for channel, count in Counter(entry.channel for entry in profile.told).items():
        if count > 1:
            raise wrong(TWICE, channel=channel)
    for entry in profile.told:
        unit = conditions.get(entry.channel, entry.unit)
        if unit != entry.unit:
            raise wrong(UNIT_FIXED, channel=entry.channel, unit=unit)
        try:
            parse_unit(entry.unit)
        except KtaError as error:
            raise wrong(UNIT_UNKNOWN, channel=entry.channel, unit=entry.unit) from error


def _check_range(channel: str, ends: Sequence[float | None]) -> None:
    low, high = ends
    if low is not None and high is not None and low >= high:
        raise wrong(RANGE_UPSIDE_DOWN, channel=channel)


def _rules(profile: "InstrumentProfile") -> Iterator[StatusRule]:
    for status in profile.statuses:
        yield from status.rules
    for field in profile.status_fields:
        yield from field.rules


def _check_statuses(profile: "InstrumentProfile") -> None:
    present = {entry.channel for entry in profile.told}
    for rule in _rules(profile):
        for channel in rule.channels:
            if channel not in present:
                raise wrong(RULE_FOREIGN, channel=channel)
    for rule in (rule for status in profile.statuses for rule in status.rules):
        if rule.text is not None:
            raise wrong(RULE_TEXT)
    for rule in (rule for status in profile.status_fields for rule in status.rules):
        if rule.text is None and rule.mask is None and rule.value is None:
            raise wrong(RULE_EMPTY)


def _check_registers(profile: "InstrumentProfile") -> None:
    for register in profile.registers:
        if register.address + register.size > 65536:
            raise wrong(PAST_END, channel=register.channel)
        if register.scale == 0:
            raise wrong(SCALE_ZERO, channel=register.channel)
    count = len(profile.blocks())
    if count > _MAX_REQUESTS:
        raise wrong(TOO_MANY_REQUESTS, count=count, most=_MAX_REQUESTS)


def _check_lines(profile: "InstrumentProfile") -> None:
    lines = profile.lines
    if lines is None:
        raise wrong(NO_LINES)
    names = [entry.field for entry in profile.fields]
    for entry in profile.fields:
        if entry.scale == 0:
            raise wrong(SCALE_ZERO, channel=entry.channel)
    names += [status.field for status in profile.status_fields]
    groups = _groups(lines.pattern) if lines.pattern else None
    for name in names:
        if groups is not None and name not in groups:
            raise wrong(NO_GROUP, field=name)
        if groups is None and not (name.isascii() and name.isdigit() and 1 <= int(name) <= 200):
            raise wrong(NO_COLUMN, field=name)


def _groups(pattern: str) -> frozenset[str]:
    """Return the names of the groups of a pattern in linear time syntax."""
    from kta_desktop.measurement.line_pattern import compiled

    try:
        return frozenset(compiled(pattern).groupindex)
    except ValueError as error:
        raise wrong(PATTERN_WRONG, reason=str(error)) from error
