"""Which stretch of time a chart shows: what its page shows, or what a person zoomed and moved to.

Spans are Unix seconds, start and end.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

Span: TypeAlias = tuple[float, float]

LEAST_S = 5.0  # nobody zooms in further
ZOOM_STEP = 1.5  # of a key; a wheel has smaller ones
_TICK_S = 1e-3  # Unix seconds added and subtracted are not exact


@dataclass(frozen=True, slots=True)
class Window:
    """The wish of a person for the time axis; without one the page decides.

    Attributes:
        width: Seconds that are shown while the end follows the page; None = as many as the page
            shows, infinite = all there is.
        held: The span that stays where it is, whatever comes in; None while it follows.
    """

    width: float | None = None
    held: Span | None = None

    @property
    def follows(self) -> bool:
        """Whether the end of what is shown is the end of what the page shows."""
        return self.held is None

    def shown(self, page: Span, bounds: Span) -> Span:
        """Return what is shown.

        Args:
            page: What the page shows by itself.
            bounds: All there is to show.
        """
        if self.held is not None:
            return self.held
        if self.width is None:
            return page
        return max(page[1] - self.width, min(bounds[0], page[0])), page[1]

    def followed(self, page: Span, now: float) -> Span:
        """Return the page moved so that the room beyond ``now`` keeps its share of what is shown.

        A page that follows a recording leaves room at its end; the same seconds would be all there
        is to see once a person has zoomed in.
        """
        width, whole = self.width, page[1] - page[0]
        if not self.follows or width is None or not 0 < width < whole:
            return page
        back = max(page[1] - now, 0.0) * (1 - width / whole)
        return page[0] - back, page[1] - back

    def zoomed(
        self, page: Span, bounds: Span, factor: float, about: float | None = None
    ) -> "Window":
        """Return the window that shows ``factor`` times less, keeping ``about`` where it is.

        Without ``about`` a window that follows keeps following, and one that is held keeps its
        middle. One that would show all there is follows. The page of a young session shows more
        than there is.
        """
        start, end = self.shown(page, bounds)
        all_of_it = max(bounds[1], page[1]) - min(bounds[0], page[0])
        width = max((end - start) / factor, min(LEAST_S, all_of_it))
        if width >= all_of_it:
            return Window(width=math.inf)
        if about is None and self.follows:
            return Window(width=width)
        fixed = (start + end) / 2 if about is None else about
        left = fixed - (fixed - start) / (end - start) * width
        return _holding((left, left + width), bounds)

    def moved(self, page: Span, bounds: Span, seconds: float) -> "Window":
        """Return the window that shows what is ``seconds`` later; at the end it follows again."""
        start, end = self.shown(page, bounds)
        return self.at((start + seconds, end + seconds), bounds)

    def at(self, span: Span, bounds: Span) -> "Window":
        """Return the window of ``span``, or the nearest to it within ``bounds``.

        It stays there; one that reaches the end of all there is follows.
        """
        start, end = min(span), max(span)
        end = max(end, start + min(LEAST_S, bounds[1] - bounds[0]))
        return _holding((start, end), bounds)

    def at_start(self, page: Span, bounds: Span) -> "Window":
        """Return the window of the same width at the beginning of all there is."""
        start, end = self.shown(page, bounds)
        return self.at((bounds[0], bounds[0] + end - start), bounds)

    def at_end(self, page: Span, bounds: Span) -> "Window":
        """Return the window of the same width that follows the page."""
        start, end = self.shown(page, bounds)
        return Window(width=end - start)


def _holding(span: Span, bounds: Span) -> Window:
    """Return the window of a span of that width, moved into ``bounds`` and cut to them."""
    width = min(span[1] - span[0], bounds[1] - bounds[0])
    start = min(max(span[0], bounds[0]), bounds[1] - width)
    if start + width >= bounds[1] - _TICK_S:
        return Window(width=width)
    return Window(width=width, held=(start, start + width))
