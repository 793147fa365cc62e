"""What an export format is: a name, a media type, the views it can carry, and a writer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from domain.errors import Invalid
from projections.view import View


class Export:
    """One way to write a view down. One file in this folder each; the front doors find it by scanning.

    A format loses no entry and no mark of uncertainty of the views that it accepts; what it cannot carry it says.
    `write` yields pieces of text (UTF-8 when sent) or bytes, the same for the same view.
    """

    name: ClassVar[str]
    media_type: ClassVar[str]
    suffix: ClassVar[str]
    accepts: ClassVar[tuple[type[View], ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            return
        for needed in ("media_type", "suffix", "accepts"):
            if not hasattr(cls, needed):
                where = f"{cls.__module__}.{cls.__qualname__}"
                raise Invalid(f"an export format needs {needed}", where=where, accepted=f"a class variable {needed}")

    def write(self, view: Any) -> Iterator[str | bytes]:
        """Write a view of one of the types in `accepts`, piece by piece."""
        raise NotImplementedError

    def takes(self, view: type[View]) -> bool:
        """Whether it can carry this type of view."""
        return issubclass(view, self.accepts)

    def whole(self, view: View) -> bytes:
        """All pieces as bytes.

        Raises:
            Invalid: if the format does not carry this type of view.
        """
        if not self.takes(type(view)):
            accepted = ", ".join(each.__name__ for each in self.accepts)
            message = f"the format {self.name} does not carry this view"
            raise Invalid(message, seen=type(view).__name__, accepted=accepted)
        return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in self.write(view))
