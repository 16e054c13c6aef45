"""Memory: arrays that were worked out once, the ones not asked for longest forgotten first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

A = TypeVar("A", bound=NDArray[Any])


class Memory(Generic[A]):
    """Keeps arrays up to so many bytes; threads may share it.

    Parameters
    ----------
    limit : int
        Bytes of the arrays together. A larger array than that is made anew each time.

    Examples
    --------
    >>> import numpy as np
    >>> memory = Memory(limit=100)
    >>> memory.get("a", lambda: np.zeros(3)) is memory.get("a", lambda: np.ones(3))
    True
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[Hashable, A] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], A]) -> A:
        """Return what is kept under a key, else make and keep it, read-only."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Made without the lock: two threads may make the same once.
        made = make()
        made.flags.writeable = False
        with self._lock:
            if key not in self._kept and made.nbytes <= self._limit:
                self._kept[key] = made
                self._size += made.nbytes
            while self._size > self._limit:
                self._size -= self._kept.popitem(last=False)[1].nbytes
        return made
