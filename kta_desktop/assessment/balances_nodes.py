"""Nodes of a plant's own balance: where its totals meet. Their names begin with ``@``."""

from collections.abc import Mapping

from kta_desktop.domain.texts import NO_TEXT, Text

PLANT = "@plant"
NETWORK = "@network"  # water: what is distributed to the uses
EFFLUENT = "@effluent"  # water: what is collected from the uses
ELECTRICITY = "@electricity"
HEAT = "@heat"  # fuel and the heat made of it

_TITLES: Mapping[str, Text] = {
    "": Text(ru="Всё предприятие", kk="Бүкіл кәсіпорын", en="The whole plant"),
    PLANT: Text(ru="Предприятие", kk="Кәсіпорын", en="Plant"),
    NETWORK: Text(ru="Водоснабжение", kk="Сумен жабдықтау", en="Water supply"),
    EFFLUENT: Text(ru="Сток", kk="Сарқынды су", en="Waste water"),
    ELECTRICITY: Text(ru="Электроэнергия", kk="Электр энергиясы", en="Electricity"),
    HEAT: Text(ru="Топливо и тепло", kk="Отын және жылу", en="Fuel and heat"),
}


def title(node: str) -> Text:
    """Return what a node or a stage is called; a stage has the name that was typed."""
    known = _TITLES.get(node, NO_TEXT)
    return Text(ru=node, kk=node, en=node) if known.is_empty else known


def is_total(node: str) -> bool:
    """Whether a node is one of the plant's totals, not a stage of the process."""
    return node.startswith("@")
