"""What a person can do wrong with the techniques of a plant."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_


class TechniqueError(KtaError):
    """Something about a technique cannot be taken. Nothing was changed."""


class RegisterMissingError(TechniqueError):
    """The checklist has no table of techniques, or does not ask it of this plant."""

    code: ClassVar[str] = "technique-no-table"
    text: ClassVar[str] = N_(
        "This checklist has no table for it, so a state of a technique cannot be kept. Nothing "
        "was changed. Choose a checklist with the common part."
    )


class TechniqueUnknownError(TechniqueError):
    """A technique is not in the checklist. Details: ``technique``."""

    code: ClassVar[str] = "technique-unknown"
    text: ClassVar[str] = N_(
        "The technique {technique} is not in this checklist. Nothing was changed. Choose one from "
        "the list."
    )


class UnitTakenError(TechniqueError):
    """A technique has a row at this unit already. Details: ``unit``."""

    code: ClassVar[str] = "technique-unit-taken"
    text: ClassVar[str] = N_(
        "The technique has a row for “{unit}” already. Nothing was changed. Name another unit, or "
        "change that row."
    )


class UnitNeededError(TechniqueError):
    """A further unit has no name."""

    code: ClassVar[str] = "technique-unit-needed"
    text: ClassVar[str] = N_(
        "A further line of a technique needs the name of its unit. Nothing was changed. Write "
        "where it stands."
    )


class ScoreError(TechniqueError):
    """A score is no whole number from 0 to 3. Details: ``typed``."""

    code: ClassVar[str] = "technique-score"
    text: ClassVar[str] = N_(
        "“{typed}” is no score. The earlier one is kept. Write 0, 1, 2 or 3, or leave the field "
        "empty."
    )
