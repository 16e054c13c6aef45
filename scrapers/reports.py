"""What the figures of a run mean: whether it saw all, what somebody should look at, and the page for people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from scrapers.items import feed_name
from scrapers.labels import LABELS

Report = dict[str, Any]

_TEMPLATES = Path(__file__).resolve().parent / "templates"
# A source that suddenly has less than half of what it had last time has changed its pages.
_SUDDEN_LOSS = 0.5
# So is a field that most vacancies had and now many more lack; below so many items chance does the same.
_USUAL, _LOST, _FEWEST_FOR_RATES = 0.5, 0.3, 20
# The page is not there any more, and that is an answer.
_ANSWERS = frozenset({"status_404", "status_410"})
# Refused by rule and not for a limit: what is there was never ours to read.
_BY_RULE = frozenset({"other_host", "scheme"})

WORDS = {
    "missing_title": "没有岗位名称",
    "missing_identity": "没有网址和编号，无法识别",
    "repeated_in_run": "本次已读到过",
    "other_host": "网址不属于该来源",
    "scheme": "不是网页地址",
    "private_address": "内部网络地址",
    "robots_unreachable": "取不到 robots.txt",
    "endless_list": "翻页没有尽头，已停止",
    "too_deep": "链接层数过深",
    "too_long": "网址过长",
    "run_cap_requests": "本次请求数已到上限",
    "run_cap_bytes": "本次下载量已到上限",
    "run_cap_seconds": "本次用时已到上限",
    "host_cap_requests": "该网站请求数已到上限",
    "host_cap_bytes": "该网站下载量已到上限",
    "host_cap_seconds": "该网站用时已到上限",
    "too_large": "页面过大",
    "damaged_compression": "压缩数据损坏",
    "cut_off": "页面没有传完",
    "timeout": "超时",
    "too_slow": "读取页面用时过长",
    "unusable_redirect": "跳转的网址不可用",
    "no_connection": "连接不上",
    "unknown_host": "域名无法解析",
    "no_http": "应答不是有效的 HTTP",
    "endless_redirects": "跳转没有尽头",
    "pages/not_text": "不是文本的页面",
    "pages/without_vacancy": "没有读出岗位的页面",
    "pages/no_data": "没有读出数据的页面",
    "links/unusable": "无法使用的链接",
    "feed/broken_xml": "XML 残缺，只读了前面的部分",
    "feed/broken_json": "JSON 残缺",
    "feed/broken_line": "读不了的行",
    "feed/broken_csv": "CSV 残缺，只读了前面的部分",
    "feed/broken_gzip": "压缩文件残缺，只读了前面的部分",
    "feed/too_large": "文件太大，只读了前面的部分",
    "feed/too_many_records": "条数太多，只读了前面的部分",
    "feed/unknown_format": "认不出格式的文件",
    "finished": "正常结束",
    "start_error": "起始地址出错",
    "closespider_errorcount": "读取程序出错过多",
    "closespider_timeout": "用时过长",
    "saved page": "已用保存的页面核对",
    "public documentation": "仅依据公开文档",
    "not verified": "未核实",
}


def in_words(code: str) -> str:
    """A reason code as people read it."""
    if code.startswith("status_"):
        return f"HTTP {code.removeprefix('status_')}"
    return WORDS.get(code, code)


def shortcomings(report: Report) -> list[str]:
    """Why the run did not see all that the source shows; then nothing may be called gone."""
    found = []
    if report["finish_reason"] != "finished":
        found.append(f"没有抓取完：{in_words(report['finish_reason'])}")
    for key, harmless, what in (
        ("refused", _BY_RULE, "次请求没有发出"),
        ("failed", _ANSWERS, "个页面没有取到"),
    ):
        if counted := {code: count for code, count in report[key].items() if code not in harmless}:
            found.append(f"有 {sum(counted.values())} {what}：{_listed(counted)}")
    if report["errors"]:
        found.append(f"运行中有 {report['errors']} 个错误")
    return found + list(_losses(report))


def _losses(report: Report) -> Iterator[str]:
    if report["items"] < report["least_items"]:
        yield f"只读到 {report['items']} 条，少于预期的 {report['least_items']} 条"
    previous = report["previous"]
    if previous and report["items"] < previous["items"] * _SUDDEN_LOSS:
        yield f"比上次（{previous['items']} 条）少了一半以上"


def alarms(report: Report) -> list[str]:
    """What somebody should look at; none of it takes a posting off the board."""
    return shortcomings(report) + list(_emptied_fields(report))


def _emptied_fields(report: Report) -> Iterator[str]:
    previous = report["previous"]
    if not previous or min(report["items"], previous["items"]) < _FEWEST_FOR_RATES:
        return
    for name, count in previous["fields"].items():
        before, now = count / previous["items"], report["fields"].get(name, 0) / report["items"]
        if before >= _USUAL and before - now >= _LOST:
            yield f"“{_labels().get(name, name)}”的填写率从 {before:.0%} 降到 {now:.0%}"


def to_html(report: Report) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["in_words"] = in_words
    return environment.get_template("run_report.html").render(report=report, labels=_labels())


def _labels() -> dict[str, str]:
    return {feed_name(field): words[0] for field, words in LABELS.items()}


def _listed(counts: dict[str, int]) -> str:
    return "、".join(f"{in_words(code)} {count}" for code, count in counts.items())
