"""The main navigation of each role: at most six ways, in the order of the day's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest
from django.urls import reverse

from jobsboard.core.actor import Role


@dataclass(frozen=True)
class Way:
    """A place to go to: its label, its view and its icon in static/img/icons.svg.

    `also`: how the names of views begin that belong to it under another address.
    """

    label: str
    view: str
    icon: str
    also: tuple[str, ...] = ()


class Entry(TypedDict):
    label: str
    url: str
    icon: str
    is_current: bool


PUBLIC = (
    Way("找工作", "public:jobs", "briefcase"),
    Way("学技能", "public:courses", "cap"),
    Way("服务站", "public:stations", "pin"),
)
STATION = (
    Way("本站", "station:home", "pin"),
    Way("人员", "station:people", "people"),
    Way("岗位", "station:jobs", "briefcase"),
    Way("课程", "station:courses", "cap"),
)
MAIN: dict[Role, tuple[Way, ...]] = {
    Role.VISITOR: PUBLIC,
    Role.VETERAN: (
        Way("推荐岗位", "veteran:home", "spark"),
        Way("找工作", "public:jobs", "briefcase"),
        Way("我的投递", "veteran:applications", "send"),
        Way("我的资料", "veteran:profile", "user"),
    ),
    Role.COUNSELOR: (Way("我的名单", "counselor:home", "list"), *STATION),
    Role.VOLUNTEER: STATION,
    Role.RECRUITER: (
        Way("我的岗位", "employer:home", "briefcase"),
        Way("收到的投递", "employer:applications", "inbox"),
        Way("发布岗位", "employer:posting_new", "plus"),
    ),
    Role.PROVIDER: (Way("我的课程", "provider:home", "cap"),),
    Role.BUREAU: (
        Way("工作台", "bureau:home", "home"),
        Way("岗位审核", "bureau:moderation", "check", also=("bureau:posting", "bureau:report", "bureau:course")),
        Way("用人单位", "bureau:employers", "building"),
        Way("数据", "bureau:figures", "chart"),
        Way("导入记录", "bureau:ingest", "download", also=("bureau:source",)),
        Way("工作人员", "bureau:staff", "people"),
    ),
}
NOTICES = Way("消息", "public:notices", "bell")
# What a role needs now and then, in the account menu.
MORE: dict[Role, tuple[Way, ...]] = {
    Role.VETERAN: (
        Way("辅导员的推荐", "veteran:recommendations", "people"),
        Way("收藏的岗位", "veteran:saved", "star"),
        *PUBLIC[1:],
    ),
    Role.BUREAU: (
        Way("公开来源的课程", "bureau:courses", "cap"),
        Way("最低工资标准", "bureau:minimum_wages", "list"),
        *PUBLIC,
    ),
}


def main_ways(request: HttpRequest, role: Role) -> list[Entry]:
    """Return the navigation of `role`, with the entry to which this page belongs as the current one.

    That is the one that names its view, else the one whose address is the longest start of its own.
    """
    ways = MAIN.get(role, PUBLIC)
    entries = [_entry(way) for way in ways]
    view = request.resolver_match.view_name if request.resolver_match else ""
    named = [entry for way, entry in zip(ways, entries, strict=True) if view.startswith(way.also)]
    around = named or [entry for entry in entries if request.path.startswith(entry["url"])]
    if around:
        max(around, key=lambda entry: len(entry["url"]))["is_current"] = True
    return entries


def more_ways(role: Role) -> list[Entry]:
    """Return the entries of the account menu: messages first; staff find the public pages there."""
    return [_entry(way) for way in (NOTICES, *MORE.get(role, PUBLIC))]


def _entry(way: Way) -> Entry:
    return {"label": way.label, "url": reverse(way.view), "icon": way.icon, "is_current": False}
