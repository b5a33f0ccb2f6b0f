"""Parts of an object in memory that is used again and again, and sent without another copy.

Memory that is asked of the system anew for each part costs more time than filling it.
"""

import io
from collections.abc import Iterator
from queue import Empty, SimpleQueue


class Room:
    """Places for parts: as many as are in use at once, each given back by whoever is done.

    Args:
        size: Bytes of a part.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._free: SimpleQueue[bytearray] = SimpleQueue()

    def take(self) -> bytearray:
        """Return a place that nobody uses; what lies in it is of no use."""
        try:
            return self._free.get_nowait()
        except Empty:
            return bytearray(self.size)

    def give_back(self, part: memoryview) -> None:
        """Let the place of a part be filled anew; the part must not be read any more."""
        place = part.obj
        part.release()
        if isinstance(place, bytearray):
            self._free.put(place)


def pieces(chunks: Iterator[bytes], room: Room) -> Iterator[memoryview]:
    """Yield a stream cut anew, ``room.size`` bytes each and the rest last.

    Each lies in a place of ``room`` and stays until it is given back.
    """
    place, filled = room.take(), 0
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            count = min(len(rest), room.size - filled)
            place[filled : filled + count] = rest[:count]
            rest, filled = rest[count:], filled + count
            if filled == room.size:
                yield memoryview(place)
                place, filled = room.take(), 0
    if filled:
        yield memoryview(place)[:filled]


class Body:
    """A part as the body of a request: a file to boto3, read without copying it."""

    def __init__(self, part: memoryview) -> None:
        """Stand at the beginning of ``part``."""
        self._part, self._at = part, 0

    def __len__(self) -> int:
        """Return the bytes of the part, wherever reading is."""
        return len(self._part)

    def read(self, size: int = -1) -> memoryview:
        """Return the next bytes; all that are left where ``size`` is negative."""
        end = len(self._part) if size < 0 else self._at + size
        found = self._part[self._at : end]
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on reading elsewhere, as files do; return where."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._part)}[whence]
        self._at = min(max(start + offset, 0), len(self._part))
        return self._at

    def tell(self) -> int:
        """Return where reading is."""
        return self._at
