"""A memory of finished answers."""

from __future__ import annotations

import threading
from collections import OrderedDict

from web.http.answer import Answer


class Cache:
    """The answers used last, up to a number of bytes; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Answer | None:
        """The answer kept under a key."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def forget(self, part: str) -> None:
        """Drops the answers whose keys hold a text."""
        with self._lock:
            for key in [key for key in self._entries if part in key]:
                self._bytes -= self._entries.pop(key)[1]

    def put(self, key: str, answer: Answer, size: int) -> None:
        """Keeps an answer, forgetting the ones not used for longest."""
        with self._lock:
            if key in self._entries:
                self._bytes -= self._entries.pop(key)[1]
            self._entries[key] = (answer, size)
            self._bytes += size
            while self._bytes > self._most_bytes:
                _, (_, freed) = self._entries.popitem(last=False)
                self._bytes -= freed
