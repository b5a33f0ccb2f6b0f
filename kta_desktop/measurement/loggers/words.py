"""Sentences for what reading a logger file leaves open or does not read."""

from collections.abc import Mapping

from kta_desktop.i18n import N_
from kta_desktop.measurement.loggers.model import Reason

REASONS: Mapping[Reason, str] = {
    Reason.TOO_FEW: N_("fewer fields than the table has columns"),
    Reason.TOO_MANY: N_("more fields than the table has columns"),
    Reason.NO_TIME: N_("the time cannot be read"),
    Reason.TIME_OUTSIDE: N_("no measurement can be of this year"),
    Reason.TIME_REPEATED: N_("the same time as in the line before"),
    Reason.NO_VALUES: N_("none of the values is a number"),
    Reason.QUOTE_OPEN: N_("a quotation mark is opened and not closed"),
    Reason.ZERO_BYTES: N_("zero bytes, as a logger leaves when its power fails"),
    Reason.TOO_LONG: N_("far too long for a row of readings"),
}
QUESTIONS: Mapping[str, str] = {
    "order": N_("Day and month cannot be told apart. Which comes first?"),
    "decimal": N_("Numbers have points and commas. Which mark begins the decimals?"),
    "header_lines": N_("The heading has fewer names than there are columns. Check the names."),
    "status": N_("The status column has words that are not known: such readings count as good."),
    "start": N_("The rows tell only what has elapsed. When did the recording start?"),
    "interval": N_("The rows tell no time. How many seconds lie between two of them?"),
    "same_times": N_("Several rows say the same time: they are spread evenly up to the next one."),
}
"""By code of a ``Question``."""
