"""What a mistake in a pack is called: what is wrong, and what would be right."""

from collections.abc import Mapping

from kta_desktop.i18n import N_
from kta_desktop.packs.workbook_errors import WORKBOOK

_FILES: Mapping[str, str] = {
    "file-unreadable": N_(
        "The file cannot be read: {found}. Put it right; the other files were not checked."
    ),
    "sheet-refused": N_("The sheet «{found}» is not used in packs. Use instead: {right}."),
    "sheet-unknown": N_("The table «{found}» is not read. Right would be: {right}."),
    "column-twice": N_("The column «{found}» is there twice. Remove one of them."),
    "column-missing": N_("The column «{found}» is missing. Add it to the first row."),
    "column-refused": N_("The column «{found}» is not used in packs. Use instead: {right}."),
    "heading-unknown": N_("The column «{found}» is not read. Right would be: {right}."),
    "cells-surplus": N_("The row has more cells than the first row: «{found}». Remove them."),
    "more-wrong": N_("The cell holds no JSON object. Correct it or leave it empty."),
    "setting-missing": N_("The setting «{found}» is missing. Add it."),
    "faults-many": N_(
        "There are more mistakes than are listed here. Correct these and check again."
    ),
    "setting-wrong": N_("The setting «{found}» is not of its form. Right would be: {right}."),
    "value-wrong": N_(
        "«{found}» cannot be kept: it is nested too deeply, or holds something else than texts, "
        "numbers, lists and tables. Correct it."
    ),
    "pack-id-wrong": N_(
        "«{found}» cannot be the id of a pack. Use small Latin letters, digits and hyphens, "
        "40 characters at most, a letter first."
    ),
    "includes-wrong": N_('«includes» is not a list of packs. Write it like this: ["core"].'),
    "include-missing": N_("There is no pack «{found}» to include. Right would be: {right}."),
    "include-unreadable": N_("The included pack «{pack}» cannot be read. {found}"),
    "include-faulty": N_(
        "The included pack «{found}» has mistakes: {count}. The first: {first} "
        "Correct that pack first."
    ),
    "include-circle": N_("Packs include each other in a circle: {found}. Take one of them out."),
}

_NAMES: Mapping[str, str] = {
    "id-missing": N_("There is no id. Give the row one."),
    "id-twice": N_("«{found}» stands in row {other} already. Give one of them another name."),
    "id-included": N_(
        "«{found}» stands in the included pack «{pack}» already: {sheet}, row {row}. "
        "Give one of them another name."
    ),
    "id-differs": N_(
        "«{found}» says something else in the included pack «{pack}»: {sheet}, row {row}. "
        "The row of this pack is used. Make them the same, or give this one another id."
    ),
    "name-wrong": N_(
        "«{found}» cannot be a name. Use small Latin letters, digits and the underscore, "
        "40 characters at most, a letter first."
    ),
    "option-wrong": N_(
        "«{found}» cannot be the name of an option. Leave out spaces and quotation marks."
    ),
    "reference-unknown": N_("«{found}» is not in {table}. Right would be: {right}."),
    "unit-unknown": N_("The unit «{found}» is not in the table of units. Right would be: {right}."),
    "unit-other": N_("«{found}» and «{unit}» measure different things. Choose units of one kind."),
    "word-unknown": N_("«{found}» is not known here. Right would be one of: {right}."),
    "concept-missing": N_("The question has no concept, so statistics cannot use it. Give it one."),
}

_STRUCTURE: Mapping[str, str] = {
    "type-unknown": N_("The type «{found}» is unknown. Right would be, for example: {right}."),
    "type-refused": N_("The type «{found}» is not used in packs. Use instead: {right}."),
    "or-other": N_(
        "«or_other» is not used in packs. Add an option «other», and a question for the words."
    ),
    "appearance-refused": N_(
        "The appearance «{found}» is not used in packs. Use instead: {right}."
    ),
    "appearance-unknown": N_(
        "The appearance «{found}» is not known and changes nothing. Right would be: {right}."
    ),
    "nesting": N_(
        "«{found}» does not close or open anything here. Put groups and tables in order."
    ),
    "outside-section": N_(
        "The question stands in no section. Put it between begin_group and end_group."
    ),
    "repeat-empty": N_("Nothing is asked in it. Write its questions before end_repeat."),
    "too-deep": N_(
        "It stands too deep inside of others: {right} at most. Put some of them side by side."
    ),
    "rows-many": N_(
        "There are {found} rows. A checklist has {right} at most. Divide it into packs; its "
        "expressions were not checked."
    ),
    "expressions-long": N_(
        "All expressions together have {found} characters. A checklist has {right} at most. Divide "
        "it into packs; its expressions were not checked."
    ),
    "options-many": N_(
        "All questions together offer {found} options. A checklist has {right} at most. Shorten "
        "the lists, or ask with pulldata(); its expressions were not checked."
    ),
    "column-idle": N_("«{found}» is not read for such a row. Remove it, or write it elsewhere."),
    "list-unknown": N_("There is no list of options «{found}». Right would be: {right}."),
    "list-empty": N_("A choice needs a list of options. Write its name after the type."),
    "table-unknown": N_(
        "There is no table «{found}» in the folder files. Right would be: {right}."
    ),
    "key-unknown": N_("«{found}» is not asked in this repeat. Right would be: {right}."),
    "required-wrong": N_("A cell is required always or never. Write yes, or leave it empty."),
    "calculation-missing": N_("A calculation needs an expression. Write it, or make it hidden."),
    "calculation-idle": N_(
        "Only the type calculate is calculated. Change the type, or write the value as a default."
    ),
}

_CELLS: Mapping[str, str] = {
    "text-missing": N_("The text in {language} is missing. Write it."),
    "text-long": N_("The text has {found} characters. Right would be {right} at most."),
    "placeholder-differs": N_(
        "The text in {language} names other questions than the rest: {found}. Name the same ones."
    ),
    "short-long": N_("The short title has {found} characters. Right would be 26 at most."),
    "number-wrong": N_("«{found}» is not a number. Write digits with a decimal point."),
    "whole-wrong": N_("«{found}» is not a whole number from 0 to {most}. Correct it."),
    "date-wrong": N_("«{found}» is not a date. Write it like this: 2026-11-22."),
    "parameters-wrong": N_(
        "«{found}» is not a parameter. Write them like this: start=0 end=10 step=1."
    ),
    "range-wrong": N_("A range needs start, end and step: start below end, step above zero."),
    "rules-wrong": N_(
        "A further rule needs an expression, a severity and a message. Write all three."
    ),
    "bounds-crossed": N_(
        "The lower end {lower} is above the upper end {upper}. Exchange them, or correct one."
    ),
    "overrides-circle": N_(
        "Exceptions replace each other in a circle: {found}. Take one of them out."
    ),
    "checked-half": N_("Who checked a figure and when belong together. Fill in the other one."),
}

_EXPRESSIONS: Mapping[str, str] = {
    "expression": N_("The expression cannot be read. {found}"),
    "expression-unfit": N_("The expression cannot be used here. {found}"),
    "quotes-smart": N_(
        "Character {at}: «{found}» is a typographic quotation mark. Write a straight one: ' or \"."
    ),
    "not-condition": N_(
        "Character {at}: a condition is needed here, and «{found}» is a text. Compare it with "
        "something."
    ),
    "name-unknown": N_("There is no question or fact «{found}». Right would be: {right}."),
    "column-unknown": N_("The table «{table}» has no column «{found}». Right would be: {right}."),
    "option-unknown": N_(
        "The question «{table}» has no option «{found}». Right would be: {right}."
    ),
    "cycle": N_("Conditions depend on each other in a circle: {found}. Take one of them out."),
}

MESSAGES: Mapping[str, str] = {
    **_FILES,
    **_NAMES,
    **_STRUCTURE,
    **_CELLS,
    **_EXPRESSIONS,
    **WORKBOOK,
}
