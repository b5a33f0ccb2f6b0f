"""A bundle that lies far away, fetched once: checking it and taking it in read it several times."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kta_desktop.exchange.errors import BundleError
from kta_desktop.exchange.findings import Source
from kta_desktop.exchange.layout import Listed, is_streamed
from kta_desktop.exchange.places import reached
from kta_desktop.exchange.remote import CHUNK
from kta_desktop.exchange.scratch import scratch
from kta_desktop.exchange.ziplayout import Stamp


class SpooledSource:
    """The files of another source; large ones are kept on disk from their first reading on.

    What is kept is believed no more than what came over the line: every reader hashes it.

    Attributes:
        name: What the bundle is called in sentences.
        stamp: As the source says.
    """

    def __init__(self, source: Source, folder: Path) -> None:
        """Keep what is read of ``source`` in ``folder``, which is ours alone."""
        self.name: str = source.name
        self.stamp: Stamp | None = source.stamp
        self._source, self._folder = source, folder
        self._kept: dict[str, Path] = {}

    def listed(self) -> tuple[Listed, ...]:
        """Return the files as announced."""
        return self._source.listed()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, at most the announced size; raises ``KtaError``."""
        if name in self._kept:
            yield from self._again(self._kept[name])
        elif is_streamed(name):
            yield from self._first(name)
        else:
            yield from self._source.chunks(name)

    def fault(self) -> BundleError | None:
        """Return what is wrong with the whole when every file is right."""
        return self._source.fault()

    def _first(self, name: str) -> Iterator[bytes]:
        path = self._folder / str(len(self._kept))
        with reached(self._folder), path.open("wb") as file:
            for chunk in self._source.chunks(name):
                file.write(chunk)
                yield chunk
        self._kept[name] = path  # only what was read to its end

    def _again(self, path: Path) -> Iterator[bytes]:
        with reached(self._folder), path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


@contextmanager
def spooled(source: Source, workspace: Path) -> Iterator[SpooledSource]:
    """Give a source that fetches each large file once; what was kept is removed at the end.

    Args:
        source: Where the files come from.
        workspace: The workspace file, on whose disk there has to be room for them anyway.

    Raises:
        PlaceFullError, PlaceReadOnlyError: If nothing can be kept there.
    """
    with scratch(workspace, "incoming") as folder:
        yield SpooledSource(source, folder)
