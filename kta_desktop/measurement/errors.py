"""What can go wrong between an instrument and a figure that may be compared."""

import re
from collections.abc import Mapping
from typing import ClassVar, Protocol, cast

from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _, language

QUANTITIES = {
    "temperature": N_("gas temperature"),
    "pressure": N_("gas pressure"),
    "moisture": N_("moisture"),
    "oxygen": N_("oxygen"),
    "velocity": N_("gas velocity"),
    "diameter": N_("duct diameter"),
    "value": N_("the figure"),
    "uncertainty": N_("uncertainty"),
    "flow": N_("gas flow"),
    "hours": N_("operating hours"),
    "throughput": N_("throughput"),
    "o2_ref": N_("reference oxygen"),
    "o2_air": N_("oxygen of air"),
}


_NUMERAL = re.compile(r"-?\d+(\.\d+)?")


def spoken(details: Mapping[str, object], lang: str | None = None) -> dict[str, object]:
    """Return the details of a sentence, with numbers as ``lang`` writes them: 20,6 for ``20.6``."""
    return {
        name: formatting.number(value, lang or language())
        if isinstance(value, str) and _NUMERAL.fullmatch(value)
        else value
        for name, value in details.items()
    }


class ConditionError(KtaError):
    """Something about a condition of the gas. Details: ``quantity``, a key of ``QUANTITIES``."""

    @override
    def sentence(self, lang: str | None = None) -> str:
        quantity = _(QUANTITIES[str(self.details["quantity"])], lang)
        return _(self.text, lang).format(**{**spoken(self.details, lang), "quantity": quantity})


class ConditionMissingError(ConditionError):
    """A condition of the gas that the conversion needs is not known.

    Details: ``quantity``, a key of ``QUANTITIES``.
    """

    code: ClassVar[str] = "condition-missing"
    text: ClassVar[str] = N_(
        "The figure cannot be converted: {quantity} is not known. The value is kept as measured."
    )


class ConditionImpossibleError(ConditionError):
    """A condition of the gas is outside what a gas can have. Details: ``quantity``, ``value``."""

    code: ClassVar[str] = "condition-impossible"
    text: ClassVar[str] = N_(
        "The figure cannot be converted: {quantity} cannot be {value}. Check the entry."
    )


class OxygenNearAirError(KtaError):
    """The measured oxygen is too close to that of air for a correction. Details: ``o2``."""

    code: ClassVar[str] = "oxygen-near-air"
    text: ClassVar[str] = N_(
        "No correction to reference oxygen: at {o2} % the gas is too close to air, the"
        " result would be noise. The value without the correction is kept. Look for false air."
    )

    @override
    def sentence(self, lang: str | None = None) -> str:
        return _(self.text, lang).format(**spoken(self.details, lang))


class UnitUnfitError(KtaError):
    """A unit cannot be converted into another. Details: ``unit``, ``target``."""

    code: ClassVar[str] = "unit-unfit"
    text: ClassVar[str] = N_("“{unit}” cannot be converted to “{target}”. The value is kept.")


class UnitUnknownError(KtaError):
    """A unit is not in the list of units. Details: ``unit``."""

    code: ClassVar[str] = "unit-unknown"
    text: ClassVar[str] = N_("“{unit}” is not a known unit. Choose one from the list.")


class SubstanceUnknownError(KtaError):
    """A volume share cannot become a mass: no molar mass. Details: ``substance``."""

    code: ClassVar[str] = "substance-unknown"
    text: ClassVar[str] = N_(
        "A volume share needs a molar mass: “{substance}” has none in the list of substances."
    )


class BasisUnknownError(KtaError):
    """Reference conditions of this name are not known. Details: ``basis``."""

    code: ClassVar[str] = "basis-unknown"
    text: ClassVar[str] = N_("The reference conditions “{basis}” are not known.")


class BasesDifferError(KtaError):
    """Concentration and flow stand at different conditions. Details: ``first``, ``second``."""

    code: ClassVar[str] = "bases-differ"
    text: ClassVar[str] = N_(
        "Concentration ({first}) and flow ({second}) have different reference conditions."
        " A mass flow needs both at the same."
    )


class Worded(Protocol):
    """Something that can be said in any language."""

    def words(self, lang: str | None = None) -> str:
        """Return it in ``lang``, by default the interface language."""
        ...


class ProfileWrongError(KtaError):
    """An instrument profile cannot be used.

    Details: ``path``, ``reason`` (words, or what has ``words``).
    """

    code: ClassVar[str] = "profile-wrong"
    text: ClassVar[str] = N_("The instrument profile {path} cannot be used: {reason}.")

    @override
    def sentence(self, lang: str | None = None) -> str:
        reason = cast("str | Worded", self.details["reason"])
        words = reason if isinstance(reason, str) else reason.words(lang)
        return _(self.text, lang).format(path=self.details["path"], reason=words)


class ProfileTakenError(KtaError):
    """A profile that comes with the program has this id. Details: ``id``."""

    code: ClassVar[str] = "profile-taken"
    text: ClassVar[str] = N_(
        "The profile “{id}” comes with the program and is not changed. Give yours another name."
    )


class ProfileNotSimulatedError(KtaError):
    """A profile has nothing that a simulator could listen at. Details: ``id``."""

    code: ClassVar[str] = "profile-not-simulated"
    text: ClassVar[str] = N_(
        "The profile “{id}” cannot be simulated: nothing connects to a replay or to typed"
        " readings. Choose a profile over Modbus or serial lines."
    )


class ProfileNotFoundError(KtaError):
    """There is no profile of this id and no such file. Details: ``id``."""

    code: ClassVar[str] = "profile-not-found"
    text: ClassVar[str] = N_(
        "There is no instrument profile “{id}”, and no such file. Choose one from the list of"
        " profiles."
    )


class ProfileNotKeptError(KtaError):
    """A profile cannot be written or removed. Details: ``path``, ``reason``."""

    code: ClassVar[str] = "profile-not-kept"
    text: ClassVar[str] = N_(
        "The profile could not be written to {path}: {reason}. What was there before is kept."
        " Check that the folder may be written to."
    )


class InstrumentRefusedError(KtaError):
    """Nothing listens at the address. Details: ``host``, ``port``."""

    code: ClassVar[str] = "instrument-refused"
    text: ClassVar[str] = N_(
        "{host}:{port} refuses the connection. What was recorded is kept."
        " Check that Modbus is switched on in the instrument and the port is right."
    )


class InstrumentUnreachableError(KtaError):
    """The address does not answer at all. Details: ``host``, ``port``."""

    code: ClassVar[str] = "instrument-unreachable"
    text: ClassVar[str] = N_(
        "{host}:{port} does not answer. What was recorded is kept. Check cable, power and address."
    )


class InstrumentSilentError(KtaError):
    """Connected, but requests get no answer. Details: ``host``, ``port``, ``unit``."""

    code: ClassVar[str] = "instrument-silent"
    text: ClassVar[str] = N_(
        "{host}:{port} is connected, but device {unit} does not answer. What was recorded is kept."
        " Check the device number."
    )


class InstrumentClosedError(KtaError):
    """The connection was cut by the other side. Details: ``host``, ``port``."""

    code: ClassVar[str] = "instrument-closed"
    text: ClassVar[str] = N_(
        "{host}:{port} cut the connection. What was recorded is kept; connecting again."
    )


class InstrumentWrongUnitError(KtaError):
    """A gateway answers that there is no such device. Details: ``host``, ``port``, ``unit``."""

    code: ClassVar[str] = "instrument-wrong-unit"
    text: ClassVar[str] = N_(
        "There is no device {unit} at {host}:{port}. Check the device number in the profile."
    )


class InstrumentTooFastError(KtaError):
    """Readings come faster than they are taken. Details: ``dropped``, ``most``."""

    code: ClassVar[str] = "instrument-too-fast"
    text: ClassVar[str] = N_(
        "The instrument sends faster than its profile says. {most} readings a second of each"
        " quantity are recorded; {dropped} were left out so far."
        " Set a longer interval in the instrument, or a shorter one in the profile."
    )


class PortTakenError(KtaError):
    """A simulator cannot listen at the port. Details: ``port``."""

    code: ClassVar[str] = "port-taken"
    text: ClassVar[str] = N_("Port {port} is taken by another program. Choose another one.")


class ProfileUnfitError(KtaError):
    """An instrument does not tell what a session needs. Details: ``channel``."""

    code: ClassVar[str] = "profile-unfit"
    text: ClassVar[str] = N_(
        "The instrument has no channel “{channel}”, which the conversion to reference conditions"
        " needs. Nothing was recorded. Choose another profile."
    )


class SessionNotFoundError(KtaError):
    """There is no such unfinished session in the audit. Details: ``session``."""

    code: ClassVar[str] = "session-not-found"
    text: ClassVar[str] = N_("There is no unfinished session {session} in this audit.")


class FigureTooLargeError(KtaError):
    """What comes out of a conversion is beyond any number."""

    code: ClassVar[str] = "figure-too-large"
    text: ClassVar[str] = N_(
        "Nothing was converted: what comes out is beyond any number. Check the entries."
    )


class OxygenNotForHeatingError(KtaError):
    """Figures of this way of heating are not corrected to reference oxygen."""

    code: ClassVar[str] = "oxygen-not-for-heating"
    text: ClassVar[str] = N_(
        "No correction to reference oxygen with oxy-fuel or electric heating: the oxygen says"
        " nothing about dilution there. The value without the correction is kept. Use kg/t."
    )


class FieldWrongError(KtaError):
    """An entry of a conversion cannot be read. Details: ``where``, ``value``."""

    code: ClassVar[str] = "field-wrong"
    text: ClassVar[str] = N_("“{where}” cannot be {value}. Nothing was converted. Correct it.")


class FieldUnknownError(KtaError):
    """A conversion was given something it does not know. Details: ``where``."""

    code: ClassVar[str] = "field-unknown"
    text: ClassVar[str] = N_("There is no entry “{where}”. Nothing was converted. Correct it.")
