"""Where a subscription's events go: what a transport gives the hub."""

from typing import Any, Protocol


class EventSink(Protocol):
    """A client's end. The hub calls it from the event loop and never waits for it, but in replays (ready).

    One that cannot take more closes its own connection and cancels the subscription.
    """

    def event(self, body: bytes, cursor: str) -> None:
        """body: an execution result as JSON, shared between sinks. cursor: where to go on from after it."""

    def beat(self, cursor: str) -> None:
        """Up to this cursor there is nothing (more) for this client."""

    def ended(self, errors: list[dict[str, Any]]) -> None:
        """The operation is over, for these entries of `errors`. The last call; none comes after a cancel."""

    async def ready(self) -> None:
        """Returns when more can be taken: replays go at the client's pace."""
