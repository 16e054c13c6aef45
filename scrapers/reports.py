"""What the figures of a run mean: whether it saw all, what somebody should look at, and the page for people."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jinja2

from scrapers.items import feed_name
from scrapers.labels import LABELS
from scrapers.tables import REASONS

Report = dict[str, Any]

# One time for all of China, without summer time; a machine may lack the database of time zones.
_CHINA = timezone(timedelta(hours=8))
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
    "too_many_attachments": "公告的附件太多，其余的没有读取",
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
    "pages/without_links": "links 一个链接也没有选到的列表页",
    "pages/no_data": "没有找到约定数据的页面",
    "links/unusable": "无法使用的链接",
    "broken_xml": "XML 中途断开",
    "feed/broken_xml": "XML 中途断开，之后的没有读到",
    "feed/broken_json": "JSON 有错，没有读取",
    "feed/broken_line": "JSON Lines 中有错的行",
    "feed/broken_csv": "CSV 中途出错，之后的没有读到",
    "feed/broken_gzip": "压缩文件损坏，之后的没有读到",
    "feed/too_many_records": "条目太多，之后的没有读取",
    "feed/too_many_objects": "页面里的结构化数据太多，其余的没有读取",
    "feed/too_large": "文件太大，之后的没有读取",
    "feed/unknown_format": "看不出是什么格式的文件",
    "finished": "正常结束",
    "start_error": "起始地址出错",
    "closespider_errorcount": "读取程序出错过多",
    "closespider_timeout": "用时过长",
    "saved page": "已用保存的页面核对",
    "public documentation": "仅依据公开文档",
    "not verified": "未核实",
}
# What was counted while pages were read: how its names begin, the heading, and what somebody can do about it.
_UNMATCHED, _UNREADABLE, _DOCUMENT = "table/unmatched/", "table/unreadable/", "table/document/"
PARTS_OF_COUNTS = (
    (
        _UNMATCHED,
        "没有认出的表头",
        "这些列的内容没有读取。是岗位信息的，请把表头加到 scrapers/labels.py 中相应的字段；"
        "不是的，加到同一文件的 ignored；联系人、电话一类的，加到 contact。",
    ),
    (_UNREADABLE, "读不了的附件，按原因", "附件里的岗位没有读到，请打开来源网站核对。"),
    (_DOCUMENT, "读不了的附件，各在哪里", ""),
    ("table/passed_over/", "没有读取的表格，按原因", ""),
    ("table/skipped/", "没有当作岗位的行，按原因", ""),
    ("table/note/", "读取表格时需要留意的", ""),
    ("", "读取页面时的其他计数", ""),
)
# The same document may be read the next time, so what stands in it is not gone. A scan stays a scan.
MAY_BE_READ_NEXT_TIME = frozenset({f"{_UNREADABLE}{reason}" for reason in ("broken", "timed_out")})
# Fields that are read by other means than by their label.
_FIELDS_WITHOUT_LABEL = {
    "breadcrumb": "所在栏目",
    "name": "课程名称",
    "provider": "培训机构",
    "course_code": "课程编号",
    "about": "培训内容",
    "audience": "培训对象",
    "course_prerequisites": "报名条件",
    "educational_level": "培训等级",
    "educational_credential_awarded": "可取得的证书",
    "time_required": "课时",
    "price": "费用",
    "location": "培训地点",
    "course_mode": "授课方式",
    "course_schedule": "上课时间",
    "start_date": "开课日期",
    "end_date": "结课日期",
    "maximum_attendee_capacity": "招生人数",
}


def in_words(code: str) -> str:
    """A reason code as people read it."""
    if code.startswith("status_"):
        return f"HTTP {code.removeprefix('status_')}"
    if code.startswith(_UNMATCHED):
        header = code.removeprefix(_UNMATCHED)
        return "其余各种表头" if header == "…" else header
    if code.startswith(_DOCUMENT):
        reason, _, address = code.removeprefix(_DOCUMENT).partition("/")
        return f"{address}（{REASONS.get(reason, reason)}）" if address else "其余附件"
    if code.startswith("table/"):
        code = code.rpartition("/")[2]
        return REASONS.get(code) or WORDS.get(code, code)
    return WORDS.get(code, code)


def local_time(moment: str | None) -> str:
    """An ISO moment as a clock in China shows it."""
    if not moment:
        return "—"
    return datetime.fromisoformat(moment).astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")


def parts_of_counts(now: dict[str, int], before: dict[str, int]) -> Iterator[tuple[str, str, list[str]]]:
    """The headings of the counts of pages that there are, each with its note and the names under it, most first."""
    left = sorted(now.keys() | before.keys(), key=lambda name: (-now.get(name, 0), name))
    for beginning, heading, note in PARTS_OF_COUNTS:
        names = [name for name in left if name.startswith(beginning)]
        left = [name for name in left if name not in names]
        if names:
            yield heading, note, names


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
    if counted := {name: count for name, count in report["counts"].items() if name in MAY_BE_READ_NEXT_TIME}:
        found.append(f"有 {sum(counted.values())} 个附件没有读出来：{_listed(counted)}")
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
    environment.filters["local_time"] = local_time
    environment.globals["parts_of_counts"] = parts_of_counts
    return environment.get_template("run_report.html").render(report=report, labels=_labels())


def _labels() -> dict[str, str]:
    words = {field: labels[0] for field, labels in LABELS.items()} | _FIELDS_WITHOUT_LABEL
    return {feed_name(field): word for field, word in words.items()}


def _listed(counts: dict[str, int]) -> str:
    return "、".join(f"{in_words(code)} {count}" for code, count in counts.items())
