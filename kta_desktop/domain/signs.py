"""Signs that nobody types and that come with what is pasted: they would hide in an answer."""

_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_MARK = 0xFEFF  # of the order of bytes, at the start of many files
_LINES = (0x2028, 0x2029)
_NO_TEXT = "\ufffd"
_TABLE = (
    dict.fromkeys((*_CONTROLS, *_DIRECTIONS, _MARK), None)
    | dict.fromkeys(_LINES, "\n")
    | dict.fromkeys(range(0xD800, 0xE000), _NO_TEXT)
)


def writable(text: str) -> str:
    """Return ``text`` as it may be kept: every sign of it can be seen, written and printed.

    Control signs other than tab and line end, and those that turn the direction of writing, are
    left out: 12 must not be shown as 21. Half a surrogate pair becomes the sign for no sign.
    """
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return joined.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
