"""What can go wrong when bottlenecks are taken over, merged, rejected or weighed."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class NoRegisterError(KtaError):
    """The checklist has no table of bottlenecks, or does not ask for it."""

    code: ClassVar[str] = "no-bottleneck-register"
    text: ClassVar[str] = N_(
        "This checklist asks for no bottlenecks, so there is no table to take it over into. "
        "Nothing was changed. Choose a checklist that includes the common part."
    )


class NoReasonError(KtaError):
    """A bottleneck was to be rejected without a reason."""

    code: ClassVar[str] = "no-reason"
    text: ClassVar[str] = N_(
        "A bottleneck is rejected only with a reason: it is printed. Nothing was changed. "
        "Write why it is none."
    )


class NoNameError(KtaError):
    """A bottleneck was to be added without saying what it is."""

    code: ClassVar[str] = "no-bottleneck-name"
    text: ClassVar[str] = N_("The bottleneck has no name. Nothing was added. Write what it is.")


class MergedInCircleError(KtaError):
    """A bottleneck was to be merged with itself, or with one that was merged into it."""

    code: ClassVar[str] = "merged-in-circle"
    text: ClassVar[str] = N_(
        "These two are one bottleneck already. Nothing was changed. Choose another one."
    )


class NoOtherError(KtaError):
    """A bottleneck was to be merged, and nobody said with which."""

    code: ClassVar[str] = "no-other-bottleneck"
    text: ClassVar[str] = N_(
        "It is not said with which bottleneck. Nothing was changed. Choose one from the list."
    )


class WeightOutsideError(KtaError):
    """A weight is below 0 or above 100. Details: ``weight``."""

    code: ClassVar[str] = "weight-outside"
    text: ClassVar[str] = N_(
        "A weight is from 0 to 100 %, and {weight} is not. The weights stay as they were."
    )
