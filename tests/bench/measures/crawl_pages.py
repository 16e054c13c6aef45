"""Pages a second of the fleet beside a bare Scrapy spider that only downloads the same pages from the same server.

The fleet does all that it does in earnest: robots.txt, conduct, decoding, reading, contact data, feed, book of pages.
Only the pauses between requests are off, as always for the sample sites on loopback.
"""

import asyncio
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection

from tests.bench.measures.table import Row
from tests.scrapers.crawling import ROOT, environment

PAGES, ROUNDS, WANTED = 1500, 5, 0.7
_PER_LIST = 50


def page_rows(pages: int = PAGES, rounds: int = ROUNDS) -> Iterator[Row]:
    """Both in turn, the medians of all rounds; the first round of each is left out."""
    receive, send = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(pages, send), daemon=True)
    server.start()
    origin = f"http://127.0.0.1:{receive.recv()}"
    spent: dict[str, list[float]] = {"fleet": [], "bare": []}
    try:
        for done in range(rounds + 1):
            print(f"… pages, round {done} of {rounds}", file=sys.stderr, flush=True)
            for kind, seconds in spent.items():
                seconds.append(_seconds(kind, origin, pages))
    finally:
        server.terminate()
        server.join()
    speed = {kind: pages / statistics.median(seconds[1:]) for kind, seconds in spent.items()}
    measure = f"crawl: {pages:,} pages with a vacancy each, and the lists that lead to them"
    yield Row(measure, "bare Scrapy, downloads only", {"pages/s": speed["bare"], "÷ bare": 1.0})
    ratio = speed["fleet"] / speed["bare"]
    yield Row(measure, "the fleet", {"pages/s": speed["fleet"], "÷ bare": ratio}, {"÷ bare": WANTED})


def _seconds(kind: str, origin: str, pages: int) -> float:
    """From the first request to the written feed, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-crawl-") as folder:
        command = [sys.executable, "-m", "tests.bench.measures.crawl_child", kind, origin, folder]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(origin), stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
        seconds, count = done.stdout.split()
        if int(count) != pages:
            raise RuntimeError(f"{kind}: {count} of {pages} pages")
        return float(seconds)


def _serve(pages: int, send: Connection) -> None:
    asyncio.run(_Server(pages).run(send))


class _Server:
    """Answers from memory, many requests on a connection, so that it is not what is measured."""

    def __init__(self, pages: int) -> None:
        saved = sorted((ROOT / "fixtures" / "pages" / "public_employment_sample").glob("*.html"))
        bodies = [path.read_text(encoding="utf-8") for path in saved]
        self.answers = {b"/robots.txt": _answer("User-agent: *\nDisallow: /private/\n", "text/plain")}
        for number in range(pages):
            self.answers[f"/job/{number}".encode()] = _answer(_with_number(bodies[number % len(bodies)], number))
        for first in range(0, pages, _PER_LIST):
            links = "".join(
                f'<a class="job" href="/job/{n}">x</a>' for n in range(first, min(first + _PER_LIST, pages))
            )
            more = f'<a class="next" href="/list/{first + _PER_LIST}">下页</a>' if first + _PER_LIST < pages else ""
            self.answers[f"/list/{first}".encode()] = _answer(links + more)

    async def run(self, send: Connection) -> None:
        server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        send.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            while (await reader.readline()).strip():
                """The headers say nothing that matters here."""
            writer.write(self.answers.get(request.split()[1], _NONE))
        writer.close()


def _with_number(body: str, number: int) -> str:
    """A vacancy of its own, by its identifier."""
    return body.replace("PE-", f"B{number}-")


def _answer(body: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    content = body.encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


_NONE = _answer("", status="404 Not Found")

if __name__ == "__main__":
    from tests.bench.measures.table import print_rows

    print_rows(list(page_rows()))
