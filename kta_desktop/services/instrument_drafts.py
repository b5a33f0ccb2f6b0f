"""Making an instrument profile: its data while it is edited, and what raw readings would mean.

A draft is the data of a profile's file. It may be wrong while it is being written; ``made`` says
what is wrong. Parts that the editor does not know survive in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import ValidationError

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.profile import VERSION, InstrumentProfile, as_data
from kta_desktop.measurement.profile_faults import faults_of
from kta_desktop.measurement.profile_parts import Order, Register

Draft = dict[str, Any]
"""Data of a profile's file."""
PARTS: Mapping[str, str] = {
    "modbus-tcp": "registers",
    "modbus-rtu": "registers",
    "serial-ascii": "fields",
    "replay": "columns",
    "manual": "entries",
}
"""Where a protocol has its channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinterpreted:
    """The value that the same registers have in one order of bytes and words.

    Attributes:
        byte_order: Within a register.
        word_order: Between registers.
        value: Scaled; may be no finite number.
        is_own: Whether it is the order of the profile.
    """

    byte_order: str
    word_order: str
    value: float
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the pattern takes from a line for one channel.

    Attributes:
        channel: Id in the profile.
        value: What it comes to; None if the line does not tell it.
        flag: What the line says of it.
        reason: Why there is no value, as a sentence; empty if it is only not there.
    """

    channel: str
    value: float | None
    flag: Flag = Flag.GOOD
    reason: str = ""


def blank(protocol: str, identifier: str, name: Mapping[str, str]) -> Draft:
    """Return the draft of a new profile with one channel to be filled in."""
    row: Draft = {"channel": "value", "label": {}, "unit": "mg/m3"}
    if protocol.startswith("modbus"):
        row["address"] = 0
    elif protocol == "serial-ascii":
        row["field"] = "1"
    draft: Draft = {
        "version": VERSION,
        "id": identifier,
        "name": dict(name),
        "protocol": protocol,
        PARTS[protocol]: [row],
    }
    if protocol == "serial-ascii":
        draft["lines"] = {}
    return draft


def draft_of(profile: InstrumentProfile) -> Draft:
    """Return a profile as a draft."""
    return dict(as_data(profile))


def made(draft: Mapping[str, Any]) -> InstrumentProfile:
    """Return the profile of a draft.

    Raises:
        ProfileWrongError: If something is wrong in it; says where and what.
    """
    try:
        return InstrumentProfile.model_validate(draft)
    except ValidationError as error:
        name = str(draft.get("id") or "")
        raise ProfileWrongError(path=name, reason=faults_of(error)) from error


def orders(register: Register, raw: str) -> tuple[Reinterpreted, ...]:
    """Return what registers mean in each order of bytes and words; nothing if they are not whole.

    Args:
        register: The quantity, with its type and scale.
        raw: As a test reading gives them: four hexadecimal digits a register.
    """
    words = [int(part, 16) for part in raw.split()]
    if len(words) != register.size:
        return ()
    is_single = register.size == 1
    found = []
    for byte, word in product(Order, Order):
        if is_single and word is not register.word_order:
            continue  # one register has no order of words
        turned = register.model_copy(update={"byte_order": byte, "word_order": word})
        is_own = (byte, word) == (register.byte_order, register.word_order)
        value = turned.decode(words)
        found.append(Reinterpreted(byte_order=byte, word_order=word, value=value, is_own=is_own))
    return tuple(found)


def taken(profile: InstrumentProfile, line: str) -> tuple[Taken, ...]:
    """Return what a profile takes from a line that was pasted or caught.

    Raises:
        KtaError: If the line is not of the profile's form.
    """
    from kta_desktop.measurement.line_parser import LineParser

    form = profile.lines
    encoding = "ascii" if form is None else form.encoding
    parsed = LineParser(profile).parse(line.encode(encoding, "replace"))
    found = []
    for field in profile.fields:
        error = parsed.errors.get(field.channel)
        found.append(
            Taken(
                channel=field.channel,
                value=parsed.values.get(field.channel),
                flag=Flag(parsed.said.get(field.channel, Flag.GOOD)),
                reason="" if error is None else error.sentence(),
            )
        )
    return tuple(found)
