"""Somebody at a browser: what he opens, fills in, clicks and reads, and what went wrong on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

from tests.client import StrictClient

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from jobsboard.core.actor import Actor

PHONE, DESK = 360, 1280
HEIGHT = 800
PATIENCE_MS = 15_000


class Surfer:
    """One person's browser window; `problems` gathers console errors, broken scripts and refused requests."""

    def __init__(self, browser: Browser, server: str, *, javascript: bool = True, width: int = PHONE) -> None:
        self.server = server
        self.problems: list[str] = []
        self.context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": HEIGHT}, locale="zh-CN"
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(f"console: {said.text}") if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("response", lambda got: self._note(f"{got.status} {got.url}") if got.status >= 400 else None)

    def _note(self, problem: str) -> None:
        self.problems.append(f"{self.page.url}: {problem}")

    def signs_in_as(self, actor: Actor) -> Surfer:
        """Take over a session made without the sign-in pages, which have a journey of their own."""
        session = StrictClient().sign_in(actor).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.server}])
        return self

    def opens(self, view: str, *args: object, query: str = "") -> Surfer:
        return self.follows(f"{reverse(view, args=args)}{query}")

    def follows(self, link: str) -> Surfer:
        got = self.page.goto(f"{self.server}{link}")
        assert got is None or got.ok, f"{link}: status {got.status}"
        return self

    def clicks(self, words: str, within: str = "main", *, exact: bool = False) -> Surfer:
        """Press the first link, button or summary of these words; without a script all three load a page at once."""
        thing = self.part(within).locator("a, button, summary")
        pattern = re.compile(rf"^\s*{re.escape(words)}\s*$") if exact else words
        thing.filter(has_text=pattern).first.click()
        return self

    def fills(self, label: str, value: str, within: str = "main") -> Surfer:
        self.part(within).get_by_label(label).fill(value)
        return self

    def chooses(self, label: str, option: str, within: str = "main") -> Surfer:
        self.part(within).get_by_label(label).select_option(label=option)
        return self

    def ticks(self, label: str, within: str = "main") -> Surfer:
        self.part(within).get_by_label(label).check()
        return self

    def part(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def reads(self, selector: str = "main") -> str:
        """Return the words of a part of the page, folded ones too, without white space."""
        return re.sub(r"\s+", "", self.part(selector).text_content() or "")

    def reads_all(self, selector: str) -> list[str]:
        return [re.sub(r"\s+", "", words) for words in self.page.locator(selector).all_text_contents()]

    def links(self, within: str) -> list[str]:
        """Return where the titles of cards lead, in the order of the page."""
        cards = self.page.locator(f"{within} .card__link")
        return [card.get_attribute("href") or "" for card in cards.all()]

    def sees(self, words: str, selector: str = "main") -> bool:
        return words in self.reads(selector)

    def leaves(self) -> None:
        self.context.close()
