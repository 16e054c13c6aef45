"""What stands in a page from which nothing, or not all, was read: where to begin with a declaration, or to mend it."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from scrapy.http import TextResponse

from scrapers.bases.announcement import DOCUMENT, AnnouncementSpider
from scrapers.bases.json_api import script_values
from scrapers.bases.source import SourceSpider, select
from scrapers.items import Item
from scrapers.labels import label_of
from scrapers.pages import markup_of
from scrapers.script_json import LiteralError, load_literal

_MOST_SHOWN = 12
_FEWEST_KEYS = 3
_MOST_NESTING = 6
_MOST_VISITED = 2_000
_NOT_LABELS = frozenset({"script", "style", "option", "a", "button"})


def clues_of(page: TextResponse) -> list[str]:
    """What a declaration could go by."""
    found = []
    if labels := list(dict.fromkeys(_labels(page))):
        found.append(f'页面里有标签 {_listed(labels)}：用 HtmlListSpider，写 beside("{labels[0]}")')
    for name, path, records in _lists(page):
        where = f"脚本变量 {name} 的" if name else "数据的"
        script = f'script = "{name}"，' if name else ""
        found.append(
            f"{where} {path or '最外层'} 有 {len(records)} 条，键 {_listed(records[0])}："
            f'用 JsonApiSpider，写 {script}rows = "{path}"'
        )
    if documents := [_name(link) for link in _documents(page)]:
        found.append(f"链接到附件 {_listed(documents)}：下载后 try 附件；用 AnnouncementSpider")
    return found


def shortfalls(page: TextResponse, spider: SourceSpider, items: list[Item]) -> list[str]:
    """What a source's declaration did not find in the page."""
    found = []
    root = markup_of(page)
    if isinstance(spider, AnnouncementSpider) and root is not None and (documents := spider.documents(page)):
        return (
            []
            if items
            else [f"这一页自己没有岗位，链接到附件 {_listed(map(_name, documents))}：crawl 会读，现在可以 try 附件"]
        )
    selected = 0
    for name in ("links", "next_page") if root is not None and not items else ():
        if query := getattr(spider, name):
            count = len(select(page.selector, query))
            found.append(f"{name} = {query!r} 选到 {count} 个")
            selected += count
    fields = getattr(spider, "fields", {})
    missing = [name for name in fields if not any(getattr(item, name) for item in items)]
    # A list page has links and no fields, and that is as it should be.
    if missing and not selected:
        found.append(f"没有选到：{_listed(missing)}")
    return found


def _labels(page: TextResponse) -> Iterator[str]:
    root = markup_of(page)
    for element in root.iter() if root is not None else ():
        may_be_label = isinstance(element.tag, str) and element.tag not in _NOT_LABELS and len(element) <= 1
        if may_be_label and (label := label_of("".join(element.itertext()))):
            yield label


def _name(address: str) -> str:
    return unquote(address.rsplit("/")[-1])


def _documents(page: TextResponse) -> list[str]:
    root = markup_of(page)
    return [link for link in (root.xpath("//a/@href") if root is not None else ()) if DOCUMENT.search(link)]


def _lists(page: TextResponse) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """(variable, path, records) of each list of records in a page's scripts or in a page that is JSON."""
    if markup_of(page) is not None:
        values = list(script_values(page))
    else:
        try:
            values = [("", load_literal(page.text))]
        except LiteralError:
            return
    for name, value in values:
        yield from ((name, path, records) for path, records in _lists_of(value))


def _lists_of(data: Any) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    for _ in range(_MOST_VISITED):
        if not waiting:
            return
        path, value, nesting = waiting.pop()
        if isinstance(value, list):
            records = [entry for entry in value if isinstance(entry, Mapping) and len(entry) >= _FEWEST_KEYS]
            if records:
                yield path, records
        elif isinstance(value, Mapping) and nesting < _MOST_NESTING:
            waiting += [(f"{path}.{key}".lstrip("."), inner, nesting + 1) for key, inner in value.items()]


def _listed(words: Any) -> str:
    shown = list(words)
    return "、".join(shown[:_MOST_SHOWN]) + (f" 等 {len(shown)} 个" if len(shown) > _MOST_SHOWN else "")
