"""A connection between a client and a server that can be cut."""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Cable:
    """url: the server's, by way of this."""

    def __init__(self, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self._to = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        self._threads: list[Thread] = []
        self.taken = 0  # connections, ever
        self._start(self._accept)

    def has_taken(self, number: int) -> bool:
        return self.taken >= number

    def cut(self) -> None:
        """All that are open, without a word."""
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self.taken += 1
                try:
                    server = socket.create_connection(self._to)
                except OSError:
                    client.close()
                    continue
                self._ends += [client, server]
                self._start(self._pass_on, client, server)
                self._start(self._pass_on, server, client)

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _start(self, work: object, *arguments: socket.socket) -> None:
        thread = Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()


@contextmanager
def cable(url: str) -> Iterator[Cable]:
    made = Cable(url)
    try:
        yield made
    finally:
        made.stop()
