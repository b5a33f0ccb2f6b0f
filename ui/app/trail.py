"""The way back: places that were left by a jump or for another page."""

from typing import TYPE_CHECKING

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from ui.app.frame import Frame

KEY = "Alt+Left"
_MOST = 50


class Trail:
    """Remembers where a person was, newest last; Alt+Left goes back one place at a time."""

    def __init__(self, frame: "Frame") -> None:
        self._frame = frame
        self._left: list[tuple[str, Target | None]] = []
        bind(frame, KEY, self.back, PAGE)

    def leave(self) -> None:
        """Remember the place that is left now."""
        here = getattr(self._frame.page, "here", None)
        place = (self._frame.page_name, here() if here is not None else None)
        if not self._left or self._left[-1] != place:
            self._left = [*self._left, place][-_MOST:]

    def forget(self) -> None:
        """Forget all places: their audit is let go."""
        self._left.clear()

    def back(self) -> None:
        """Go to the place that was left last; what is no longer there is passed over."""
        while self._left:
            page, target = self._left.pop()
            if not self._is_there(target):
                continue
            self._frame.show_page(page)
            show_target = getattr(self._frame.page, "show_target", None)
            if show_target is not None and target is not None:
                show_target(target)
            return
        self._frame.said.emit(_("There is nowhere to go back to."))

    def _is_there(self, target: Target | None) -> bool:
        editor = self._frame.editor
        if target is None or target.where is not Where.QUESTION or editor is None:
            return True
        state = editor.state
        try:
            return state.is_relevant(state.owner(target.key))
        except KeyError:
            return False  # a row or instance that was taken away
