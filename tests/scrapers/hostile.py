"""A web server that answers as badly as it can; each path is one way of being bad."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MEGABYTE = 1024 * 1024
Answer = Callable[["Handler"], None]


def vacancy(title: str) -> str:
    return f'<!doctype html><h1>{title}</h1><p class="pay">5000元</p><p class="text">招聘{title}若干名</p>'


class Handler(BaseHTTPRequestHandler):
    """Looks the path up in its server's `answers`; the longest beginning that fits is taken."""

    protocol_version = "HTTP/1.1"
    server: HostileServer

    def do_GET(self) -> None:
        self.server.requested.append((self.path, dict(self.headers)))
        answers = self.server.answers
        path = max((path for path in answers if self.path.startswith(path)), key=len, default=None)
        self.close_connection = True
        with contextlib.suppress(OSError):
            if path is None:
                self.answer(b"", status=404)
            else:
                answers[path](self)

    def answer(self, body: bytes | str, *, status: int = 200, declared: int | None = None, **headers: str) -> None:
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if declared is None else declared))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


class HostileServer(ThreadingHTTPServer):
    """On loopback; remembers what was asked for."""

    daemon_threads = True

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {"/robots.txt": lambda handler: handler.answer("", Content_Type="text/plain"), **answers}
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.requested: list[tuple[str, dict[str, str]]] = []

    def paths(self) -> list[str]:
        return [path for path, _ in self.requested]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The crawl hangs up on us, as it should."""


@contextlib.contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[HostileServer]:
    with HostileServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def page(body: bytes | str, **how: Any) -> Answer:
    return lambda handler: handler.answer(body, **how)


def links(*paths: str, next_: str = "") -> str:
    jobs = "".join(f'<a class="job" href="{path}">x</a>' for path in paths)
    return f"<!doctype html>{jobs}" + (f'<a class="next" href="{next_}">下页</a>' if next_ else "")


def _endless_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>")
    for _ in range(100):
        handler.wfile.write(b"x" * MEGABYTE)


def _slow_flood(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>")
    for _ in range(1600):
        handler.wfile.write(b"x" * (MEGABYTE // 16))
        time.sleep(0.1)


def _slow_drip(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def _endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Header: " + b"x" * 1000 + b"\r\n")


def _endless_line(handler: Handler) -> None:
    while True:
        handler.wfile.write(b"HTTP/1.1 200 OK" + b"x" * MEGABYTE)


def _endless_redirect(handler: Handler) -> None:
    handler.answer("", status=302, Location=f"{handler.path}/on")


_REFRESH = '<meta http-equiv="refresh" content="0; url=http://[x">'
_TRUE = vacancy("保安员").encode()
_ZEROS = b"\0" * (100 * MEGABYTE)
_PACKED = gzip.compress(vacancy("电工" * 500).encode() + bytes(range(256)) * 20)

# Path → how it answers, and the reason in the run report (a key of it, and a code) that it must be counted under.
HORRORS: dict[str, tuple[Answer, tuple[str, str]]] = {
    "/huge": (_endless_body, ("failed", "too_large")),
    "/huge_slowly": (_slow_flood, ("failed", "timeout")),
    "/declared_huge": (page("x", declared=100 * MEGABYTE), ("failed", "too_large")),
    "/gzip_bomb": (page(gzip.compress(_ZEROS), Content_Encoding="gzip"), ("failed", "too_large")),
    "/deflate_bomb": (page(zlib.compress(_ZEROS), Content_Encoding="deflate"), ("failed", "too_large")),
    "/packed_thrice": (page(_PACKED, Content_Encoding="gzip, gzip, gzip"), ("failed", "too_large")),
    "/half_gzip": (page(_PACKED[: len(_PACKED) // 2], Content_Encoding="gzip"), ("failed", "damaged_compression")),
    "/no_gzip": (page(_TRUE, Content_Encoding="gzip"), ("failed", "damaged_compression")),
    "/brotli": (page(_TRUE, Content_Encoding="br"), ("failed", "damaged_compression")),
    "/redirect": (_endless_redirect, ("failed", "endless_redirects")),
    "/redirect_nowhere": (page("", status=302, Location="http://[x"), ("failed", "unusable_redirect")),
    "/redirect_no_port": (page("", status=302, Location="http://127.0.0.1:x/"), ("failed", "unusable_redirect")),
    "/refresh_nowhere": (page(_REFRESH), ("failed", "unusable_redirect")),
    "/drip": (_slow_drip, ("failed", "timeout")),
    "/cut_off": (page(_TRUE, declared=len(_TRUE) + 100), ("failed", "cut_off")),
    "/garbage": (lambda handler: handler.wfile.write(bytes(range(256)) * 4), ("failed", "no_http")),
    "/hangs_up": (lambda handler: None, ("failed", "no_http")),
    "/endless_headers": (_endless_headers, ("failed", "no_http")),
    "/endless_line": (_endless_line, ("failed", "no_http")),
    "/broken": (page("", status=500), ("failed", "status_500")),
    "/missing": (page("", status=404), ("failed", "status_404")),
    "/empty": (page(b""), ("counts", "pages/without_vacancy")),
    "/nothing": (page("<p>" * 100_000), ("counts", "pages/without_vacancy")),
    "/picture": (page(b"\x89PNG\r\n\x1a\n\0\0", Content_Type="image/png"), ("counts", "pages/not_text")),
    "/away": (page("", status=302, Location="http://169.254.169.254/"), ("refused", "other_host")),
    "/inside": (page("", status=302, Location="http://127.0.0.1:1/"), ("refused", "private_address")),
}
# These are odd, and yet a vacancy can be read from each.
ODD: dict[str, Answer] = {
    "/wrong_charset": page(vacancy("厨师").encode("gb18030")),
    "/longer_than_declared": page(_TRUE + b"<p>HTTP/1.1 200 OK", declared=len(_TRUE)),
    "/gzip_twice": page(gzip.compress(gzip.compress(_TRUE)), Content_Encoding="gzip, gzip"),
    "/no_base": page('<base href="http://[x">' + vacancy("焊工")),
    "/no_charset": page(vacancy("电工").encode("gb18030"), Content_Type="text/html; charset=undefined"),
    "/nul": page("\0" * 1000 + vacancy("司机")),
}
