"""What can go wrong between an instrument on a serial port, a line of text and its reader."""

from collections.abc import Mapping
from typing import ClassVar

from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _

# Exception codes of the Modbus application protocol (V1.1b3, section 7).
_MODBUS_CODES: Mapping[int, str] = {
    1: N_("it does not know this kind of request"),
    2: N_("there is no such register"),
    3: N_("it does not accept the number of registers"),
    4: N_("it failed while answering"),
    5: N_("it needs more time"),
    6: N_("it is busy"),
    7: N_("it cannot carry this out"),
    8: N_("its memory has an error"),
    10: N_("the gateway has no path to it"),
    11: N_("the gateway gets no answer from it"),
}
_OTHER_CODE = N_("a reason of its own")


class RequestRefusedError(KtaError):
    """The instrument answers a request with an exception. Details: ``address``, ``number``."""

    code: ClassVar[str] = "instrument-exception"
    text: ClassVar[str] = N_(
        "The instrument refuses register {address}: {why} (code {number}). The other quantities"
        " are recorded. Check the register list in the profile."
    )

    @override
    def sentence(self, lang: str | None = None) -> str:
        why = _(_MODBUS_CODES.get(int(str(self.details["number"])), _OTHER_CODE), lang)
        return _(self.text, lang).format(**self.details, why=why)


class AnswerGarbledError(KtaError):
    """Something answers, but not what was asked. Details: ``where``, ``unit``."""

    code: ClassVar[str] = "instrument-garbled"
    text: ClassVar[str] = N_(
        "Something answers at {where}, but not device {unit} as Modbus has it. What was recorded is"
        " kept. Check device number, cable and, on a serial port, speed and parity."
    )


class DeviceSilentError(KtaError):
    """The port is open, but nothing comes. Details: ``where``."""

    code: ClassVar[str] = "port-silent"
    text: ClassVar[str] = N_(
        "{where} is open, but nothing comes from the instrument. What was recorded is kept."
        " Check that it is switched on, the cable, and that it sends."
    )


class UnitSilentError(KtaError):
    """The serial port is open, but the device does not answer. Details: ``where``, ``unit``."""

    code: ClassVar[str] = "unit-silent"
    text: ClassVar[str] = N_(
        "{where} is open, but device {unit} does not answer. What was recorded is kept."
        " Check device number, cable and speed."
    )


class PortMissingError(KtaError):
    """There is no such serial port. Details: ``where``."""

    code: ClassVar[str] = "port-missing"
    text: ClassVar[str] = N_(
        "There is no port {where}. What was recorded is kept. Plug the adapter in;"
        " the connection is made again by itself."
    )


class PortBusyError(KtaError):
    """Another program has the serial port. Details: ``where``."""

    code: ClassVar[str] = "port-busy"
    text: ClassVar[str] = N_(
        "{where} is used by another program. Close the program of the instrument's maker;"
        " the connection is made again by itself."
    )


class PortDeniedError(KtaError):
    """The system does not let us use the serial port. Details: ``where``."""

    code: ClassVar[str] = "port-denied"
    text: ClassVar[str] = N_(
        "The system does not let this user open {where}. On Linux the user must be in the group"
        " dialout; ask the administrator."
    )


class PortUnusableError(KtaError):
    """The serial port cannot be opened as the profile asks. Details: ``where``, ``reason``."""

    code: ClassVar[str] = "port-unusable"
    text: ClassVar[str] = N_(
        "{where} cannot be opened: {reason}. What was recorded is kept."
        " Check the port and its settings."
    )


class PortLostError(KtaError):
    """The serial port went away while it was read. Details: ``where``."""

    code: ClassVar[str] = "port-lost"
    text: ClassVar[str] = N_("{where} is gone. What was recorded is kept; connecting again.")


class LineGarbledError(KtaError):
    """A line cannot be understood. Details: ``line``."""

    code: ClassVar[str] = "line-garbled"
    text: ClassVar[str] = N_(
        "A line of the instrument cannot be understood: “{line}”. It is not recorded. If all lines"
        " are like this, check the pattern in the profile and the speed of the port."
    )


class LineEndlessError(KtaError):
    """So many bytes came without the end of a line. Details: ``count``."""

    code: ClassVar[str] = "line-endless"
    text: ClassVar[str] = N_(
        "{count} bytes came without the end of a line; they are not recorded. Check the end of a"
        " line in the profile and the speed of the port."
    )


class ValueUnreadableError(KtaError):
    """A field of a line is no number. Details: ``field``, ``found``."""

    code: ClassVar[str] = "value-unreadable"
    text: ClassVar[str] = N_("The field {field} is no number: “{found}”.")


class ReplayUnreadableError(KtaError):
    """A recorded file cannot be replayed. Details: ``path``, ``reason``."""

    code: ClassVar[str] = "replay-unreadable"
    text: ClassVar[str] = N_(
        "The recording {path} cannot be replayed: {reason}. Choose another file."
    )


class ReplayEndedError(KtaError):
    """The recorded file is at its end. Details: ``path``."""

    code: ClassVar[str] = "replay-ended"
    text: ClassVar[str] = N_("The recording {path} is at its end. Everything in it was read.")


class ReplayNothingError(KtaError):
    """The recorded file has nothing of the channels of the profile. Details: ``path``."""

    code: ClassVar[str] = "replay-nothing"
    text: ClassVar[str] = N_(
        "The recording {path} has none of the channels of the profile. Choose another file."
    )


class EntryOutOfTimeError(KtaError):
    """A typed reading is older than the last one, or of the future. Details: ``channel``."""

    code: ClassVar[str] = "entry-out-of-time"
    text: ClassVar[str] = N_(
        "The reading of “{channel}” was not recorded: its time lies before the one recorded last,"
        " or in the future. Give another time."
    )
