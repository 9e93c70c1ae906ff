"""A bad line: a proxy on loopback that sends slowly upwards and breaks a connection off again and again."""

import contextlib
import socket
import threading
import time

PIECE = 4096


class BadLine:
    """Stands before a server's port; `upload` bytes a second go up, and whenever `breaks_after` bytes have, one breaks."""

    def __init__(self, port, upload, breaks_after):
        self.target, self.upload, self.breaks_after = port, upload, breaks_after
        self.carried = self.broken = 0
        self.lock = threading.Lock()
        # One line for all connections together.
        self.free_at = time.monotonic()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self.target)) as server:
            down = threading.Thread(target=self._down, args=(server, client), daemon=True)
            down.start()
            while piece := client.recv(PIECE):
                self._wait_for_the_line(len(piece))
                server.sendall(piece)
                if self._breaks(len(piece)):
                    # Without a goodbye: what was on its way is gone.
                    for end in (client, server):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                        end.shutdown(socket.SHUT_RDWR)
                    return
            server.shutdown(socket.SHUT_WR)
            down.join()

    def _breaks(self, size):
        with self.lock:
            self.carried += size
            breaks = self.carried > (self.broken + 1) * self.breaks_after
            self.broken += breaks
            return breaks

    def _wait_for_the_line(self, size):
        with self.lock:
            self.free_at = max(self.free_at, time.monotonic()) + size / self.upload
            wait = self.free_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)

    @staticmethod
    def _down(server, client):
        with contextlib.suppress(OSError):
            while piece := server.recv(65_536):
                client.sendall(piece)
            client.shutdown(socket.SHUT_WR)
