"""`jobsboard demo_accounts URL`: a fresh one-time code for one account of each role, and where to click."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandParser

from jobsboard.accounts.models import User
from jobsboard.accounts.services import issue_slip
from jobsboard.core.actor import SYSTEM
from jobsboard.demo.loading import document
from jobsboard.jobseekers.models import JobSeeker


class Command(BaseCommand):
    help = "列出演示账号及一次性登录码"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="演示网站地址")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        lines = [f"{'身份':<24}\t手机号\t\t登录码（用一次）"]
        for label, phone in self.accounts():
            user = User.objects.get(phone=phone)
            lines.append(f"{label:<24}\t{phone}\t{issue_slip(actor=SYSTEM, user=user)}")
        lines.append(f"登录：{url}/sign-in/slip/ 填登录码；或 {url}/sign-in/ 填手机号，验证码会显示在页面上。")
        self.stdout.write("\n".join(lines))

    def accounts(self) -> list[tuple[str, str]]:
        """One veteran at home, one in Shenzhen, and the staff that the fixtures show."""
        people = JobSeeker.objects.filter(verification="verified").select_related("user")
        veterans = [
            ("退役军人（在蓝山）", people.filter(current_city="431127").first()),
            ("退役军人（在深圳）", people.filter(current_city__startswith="4403").first()),
        ]
        shown = [(label, person.user.phone) for label, person in veterans if person]
        return shown + [(row["show"], row["phone"]) for row in document("staff.json") if row["show"]]
