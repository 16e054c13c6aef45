"""What a rule is, and the laws that rules rest on.

`Basis.status` says how far the citation itself was checked: `verified` = read in the law's full text, `secondary` =
seen on a page or in somebody's notes, `unverified` = no source was found (the project's notes on law and policy).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from jobsboard.postings.compliance.findings import SECONDARY, UNVERIFIED, VERIFIED


@dataclass(frozen=True, slots=True)
class Basis:
    """The law and article a rule rests on; None where no source names it."""

    law: str | None
    article: str | None
    status: str


HR_MARKET = Basis("人力资源市场暂行条例（国务院令第700号）", "第24条", VERIFIED)
EMPLOYMENT = Basis("就业促进法", "第3条、第26—31条", VERIFIED)
CONTRACT = Basis("劳动合同法", "第9条、第84条", VERIFIED)
TRIAL = Basis("劳动合同法", "第19条、第20条", VERIFIED)
FIVE_MINISTRIES = Basis("五部门关于规范网络平台招聘类信息发布的通知", None, SECONDARY)
NO_SOURCE = Basis(None, None, UNVERIFIED)

# The words before a hit in its sentence, the hit, the words after it; True where the hit is harmless.
Clears = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for in a posting's words, which are in normal form (`wording.read`).

    A hit is harmless where `unless` is found in its sentence, `before` in what precedes it there, `after` in what
    follows, or where one of `clears` says so.
    """

    name: str
    label: str
    severity: str
    basis: Basis
    instead: str
    pattern: re.Pattern[str]
    # A text without any of these cannot hold a hit: saves running the pattern.
    needs: tuple[str, ...] = ()
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    clears: tuple[Clears, ...] = ()
    # Of hits of one topic that overlap, the first rule's counts; by itself a rule is its own topic.
    topic: str = ""
    # Judged over the words around a hit even where they belong to other sentences.
    is_wide: bool = False

    def is_cleared(self, before: str, hit: str, after: str) -> bool:
        """Whether the sentence around a hit says that it is harmless."""
        return bool(
            (self.before and self.before.search(before))
            or (self.after and self.after.search(after))
            or (self.unless and self.unless.search(before + hit + after))
            or any(clears(before, hit, after) for clears in self.clears)
        )
