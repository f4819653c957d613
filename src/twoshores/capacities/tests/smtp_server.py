"""A mail server of our own for tests: it speaks SMTP over a socket and refuses some addresses."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 test")
        to: list[str] = []
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            word = line[:4].upper()
            if word == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                if address in self.server.refused:  # type: ignore[attr-defined]
                    self.say("550 no such user")
                    continue
                to.append(address)
            elif word == "DATA":
                self.say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.server.taken += to  # type: ignore[attr-defined]
                to = []
            elif word == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """refused: addresses that it does not know. taken: addresses whose mails it took, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.taken: list[str] = []
        super().__init__(("127.0.0.1", 0), _Session)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
