"""How little this process may be given: its own limit on addresses, which libraries that map a lot run into first.

Where it is too small they do not say so: one aborts the program, another leaves half of itself behind.
"""

from __future__ import annotations

from typing import Final

from simulator.errors import T2D3Error

__all__ = [
    "address_limit",
    "check_room",
]

_MEGABYTE: Final = 10**6


class RoomError(T2D3Error):
    """This process is given less than what was asked for takes, however much the machine has."""

    exit_code = 3


def address_limit() -> int | None:
    """Return the bytes of addresses that this process may use (`ulimit -v`); None where it is not limited."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft


def check_room(needed: int, what: str) -> None:
    """Raise RoomError where this process may use fewer than the `needed` bytes of addresses that `what` takes."""
    limit = address_limit()
    if limit is not None and limit < needed:
        raise RoomError(
            f"this process may use {limit // _MEGABYTE:,} MB of addresses (ulimit -v), and {what} takes "
            f"{needed // _MEGABYTE:,} MB; raise that limit"
        )
