"""One piece of work in the background at a time: what is asked for last replaces what is being done."""

from __future__ import annotations

import threading
from typing import Callable, Generic, TypeVar

Asked = TypeVar("Asked")


class Worker(Generic[Asked]):
    """Does `work(asked, is_stale)` on a thread. A thread runs only while there is something to do, so that a panel that nobody
    closed keeps none. `work` has to return soon after `is_stale()` becomes true, and answers for its own errors."""

    def __init__(self, work: Callable[[Asked, Callable[[], bool]], None]):
        self._work = work
        self._lock = threading.Lock()
        self._next: Asked | None = None
        self._number = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, asked: Asked) -> None:
        """Does this next, and cancels what is being done. After `close` nothing happens."""
        with self._lock:
            if self._closed:
                return
            self._next, self._number = asked, self._number + 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="weightshed-explore", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Cancels what is being done and waits until the thread has ended."""
        with self._lock:
            self._closed, self._next, self._number = True, None, self._number + 1
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    @property
    def is_busy(self) -> bool:
        with self._lock:
            return self._thread is not None

    def _loop(self) -> None:
        while True:
            with self._lock:
                asked, number, self._next = self._next, self._number, None
                if asked is None:
                    self._thread = None
                    return
            self._work(asked, lambda: self._number != number)
