"""Tokens of the design language, the stylesheet made from them, icons and fonts."""
