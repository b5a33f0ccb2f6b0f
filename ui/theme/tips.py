"""Tooltips: Qt reads them as HTML when they look like it, and names and captions may."""

from html import escape


def tip(text: str) -> str:
    """Return ``text`` so that a tooltip shows it literally, whatever signs it holds."""
    if "<" not in text and "&" not in text:
        return text
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f"<span>{lines}</span>"
