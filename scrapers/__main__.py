"""python -m scrapers list | crawl | try | record | report | serve"""

import argparse
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from scrapers import catalogue
from scrapers.bases.source import SourceSpider
from scrapers.feeds import SourceIsBusy, last_report, report_of
from scrapers.recording import PAGES, record
from scrapers.reports import Report, in_words, local_time
from scrapers.runs import all_spiders, crawl, each_in_its_own_process
from scrapers.sample_sites import SampleServer
from scrapers.settings import SAMPLE_SITES
from scrapers.terminal import print_table
from scrapers.trial import trials

_DONE, _FAILED, _UNUSABLE, _INTERRUPTED = 0, 1, 2, 130
_OUT = Path(".run/feeds")


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except KeyboardInterrupt:
        return _complain("stopped", _INTERRUPTED)


def list_sources(options: argparse.Namespace) -> int:
    """One source a line: as columns on a terminal, with tabulators between elsewhere."""
    sources = _sources()
    if options.markdown:
        print(catalogue.to_markdown(sources), end="")
    elif sys.stdout.isatty():
        print_table([row[: catalogue.BRIEF] for row in catalogue.table(sources)])
        print("停用原因和许可见 docs/sources.md", file=sys.stderr)
    else:
        for row in catalogue.table(sources)[1:]:
            print(*row, sep="\t")
    return _DONE


def _sources() -> dict[str, type[SourceSpider]]:
    """Those that can be loaded; what is wrong with the others goes to stderr."""
    return all_spiders(lambda problem: print(problem, file=sys.stderr))


def crawl_sources(options: argparse.Namespace) -> int:
    """Print the path of each feed; what went wrong goes to stderr."""
    broken: list[int] = []
    spiders = all_spiders(lambda problem: broken.append(_complain(f"crawl: {problem}", _FAILED)))
    names = options.names
    if options.all:
        names = [name for name, spider in spiders.items() if not spider.switched_off]
    if not names:
        return _complain("crawl: 请写来源的名字，或 --all；`list` 列出所有来源", _UNUSABLE)
    for name in names:
        if name not in spiders:
            return _complain(f"crawl: 没有 {name!r} 这个来源；`list` 列出所有来源", _UNUSABLE)
        if spiders[name].switched_off:
            return _complain(f"crawl: {name} 已停用：{spiders[name].switched_off}", _UNUSABLE)
    statuses = each_in_its_own_process(names, lambda name: _crawl_one(spiders[name], options.out))
    return _FAILED if any(statuses) or (options.all and broken) else _DONE


def _crawl_one(spider: type[SourceSpider], out: Path) -> int:
    try:
        result = crawl(spider, out)
    except SourceIsBusy:
        return _complain(f"crawl: 另一条命令正在抓取 {spider.name}", _FAILED)
    if result is None:
        return _complain(f"crawl: {spider.name} 中断了；再次 `crawl {spider.name}` 会从中断处接着抓", _FAILED)
    print(result.feed, flush=True)
    print(f"{spider.name}: {result.items} 条，报告 {report_of(result.feed, 'html')}", file=sys.stderr)
    if result.alarms:
        return _complain(f"{spider.name}: {'；'.join(result.alarms)}", _FAILED)
    return _DONE


def try_pages(options: argparse.Namespace) -> int:
    """JSON Lines of what was read; a line on stderr for a page that yields nothing."""
    spider = None
    if options.spider:
        spider = _sources().get(options.spider)
        if spider is None:
            return _complain(f"try: 没有 {options.spider!r} 这个来源；`list` 列出所有来源", _UNUSABLE)
    status = _DONE
    for trial in trials(options.pages, spider):
        for item in trial.items:
            print(json.dumps(item.to_feed(), ensure_ascii=False), flush=True)
        if trial.problem:
            _complain(f"try: {trial.argument}: {trial.problem}", _DONE)
        for clue in trial.clues:
            _complain(f"  {clue}", _DONE)
        if not trial.is_readable:
            status = _UNUSABLE
    return status


def record_pages(options: argparse.Namespace) -> int:
    """Print each page that was saved; what was not saved goes to stderr with its reason."""
    spider = _sources().get(options.name)
    if spider is None:
        return _complain(f"record: 没有 {options.name!r} 这个来源；`list` 列出所有来源", _UNUSABLE)
    status = _DONE
    for one in record(spider, options.pages, options.into, options.force):
        if one.problem:
            status = _complain(f"record: {one.argument}: {one.problem}", _FAILED)
            continue
        print(one.page, f"{one.items} 条", f"遮盖联系方式 {one.contacts} 处", sep="\t", flush=True)
    return status


def report(options: argparse.Namespace) -> int:
    """The latest run of each source as a table for people; below it, where its page is and what is to be looked at."""
    head = ("来源", "状态", "核实程度", "开始", "条目", "新增", "变动", "消失", "丢弃")
    sources = sorted(_sources().items(), key=lambda source: bool(source[1].switched_off))
    runs = [(spider, last_report(options.out / name)) for name, spider in sources]
    print_table([head, *(_report_row(spider, run) for spider, run in runs)])
    for spider, run in runs:
        if run:
            print(f"\n{spider.name}: {report_of(options.out / spider.name / run['feed'], 'html')}")
            for alarm in run["alarms"]:
                print(f"  警报：{alarm}")
    return _DONE


def _report_row(spider: type[SourceSpider], run: Report | None) -> tuple[str, ...]:
    state = "已停用" if spider.switched_off else ("警报" if run["alarms"] else "正常") if run else "未运行"
    first = (spider.name, state, in_words(spider.verified))
    if run is None:
        return (*first, *[""] * 6)
    figures = [run["items"], run.get("new"), run.get("changed"), run.get("gone"), sum(run["dropped"].values())]
    return (*first, local_time(run["started"])[5:], *("—" if figure is None else str(figure) for figure in figures))


def serve(options: argparse.Namespace) -> int:
    """Serve the sample sites until Ctrl-C."""
    try:
        server = SampleServer(options.port)
    except OSError as error:
        return _complain(f"serve: port {options.port}: {error.strerror}", _FAILED)
    print(server.origin, flush=True)
    server.serve_forever()
    return _DONE


def _complain(message: str, status: int) -> int:
    print(message, file=sys.stderr, flush=True)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scrapers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    one = commands.add_parser("list", help="all sources")
    one.add_argument("--markdown", action="store_true", help="as docs/sources.md has them")
    one.set_defaults(command=list_sources)
    one = commands.add_parser("crawl", help="crawl sources; print the path of each feed")
    one.add_argument("names", nargs="*", metavar="NAME")
    one.add_argument("--all", action="store_true", help="every source that is not switched off")
    one.add_argument("--out", type=Path, default=_OUT, help=f"folder of the feeds (default {_OUT})")
    one.set_defaults(command=crawl_sources)
    one = commands.add_parser("try", help="what would be read from pages, as JSON Lines")
    one.add_argument("--spider", metavar="NAME", help="read with this source's declarations")
    one.add_argument("pages", nargs="+", metavar="URL|FILE")
    one.set_defaults(command=try_pages)
    one = commands.add_parser("record", help="save pages and what is read from them, as a test")
    one.add_argument("name", metavar="NAME")
    one.add_argument("pages", nargs="+", metavar="URL|FILE")
    one.add_argument("--force", action="store_true", help="replace pages that are saved already")
    one.add_argument("--into", type=Path, default=PAGES, help="folder of the saved pages (default: fixtures/pages)")
    one.set_defaults(command=record_pages)
    one = commands.add_parser("report", help="the latest run of each source")
    one.add_argument("--out", type=Path, default=_OUT)
    one.set_defaults(command=report)
    one = commands.add_parser("serve", help="serve the sample sites on loopback; print their address")
    one.add_argument("--port", type=int, default=urlsplit(SAMPLE_SITES).port or 0)
    one.set_defaults(command=serve)
    return parser


if __name__ == "__main__":
    sys.exit(main())
