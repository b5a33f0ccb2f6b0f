"""The bytes of a member in spans of one length, as servers take them."""

from collections.abc import Iterator

from kta_desktop.exchange.layout import Member


def spans(member: Member, skipped: int, length: int) -> Iterator[tuple[int, bytes]]:
    """Yield where a span begins and its bytes; the last one may be shorter.

    Args:
        member: What is cut.
        skipped: Bytes at its beginning that are left out.
        length: Bytes of a span.
    """
    position, held = 0, bytearray()
    for chunk in member.open():
        begin = max(0, min(len(chunk), skipped - position))
        position += len(chunk)
        held += memoryview(chunk)[begin:]
        while len(held) >= length:
            yield position - len(held), bytes(held[:length])
            del held[:length]
    if held:
        yield position - len(held), bytes(held)
