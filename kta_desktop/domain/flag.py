"""What a reading of an instrument is worth."""

from enum import IntEnum


class Flag(IntEnum):
    """The worth of one reading, kept beside it for ever as one byte; only ``GOOD`` enters a mean.

    Attributes:
        GOOD: It may be used.
        SATURATED: The instrument is at an end of its range.
        IMPOSSIBLE: No number, infinite, or nothing that this quantity can be.
        PURGE: The instrument says that its probe is being purged.
        WARM_UP: The instrument says that it warms up.
        CALIBRATION: The instrument says that it is being calibrated.
        FAULT: The instrument says that it is out of order.
    """

    GOOD = 0
    SATURATED = 1
    IMPOSSIBLE = 2
    PURGE = 3
    WARM_UP = 4
    CALIBRATION = 5
    FAULT = 6
