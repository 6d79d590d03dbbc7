"""How presenters get work done off the GUI thread, without knowing threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from app.operations.desk import Desk

T = TypeVar("T")


class Run(Protocol):
    """Do `work` with the open desk on the database lane, in order; then call back on the GUI thread.

    Exactly one of `then` (with the result) and `failed` (with the error) is called, unless the desk was locked
    meanwhile. Without `failed`, the shell shows the error.
    """

    def __call__(
        self,
        work: Callable[[Desk], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None: ...


class RunWork(Protocol):
    """As `Run`, for work that needs no open desk: sign-in, settings, queues."""

    def __call__(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None: ...
