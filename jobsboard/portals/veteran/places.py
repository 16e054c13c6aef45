"""The switch between home and the two cities where most of its people work."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

PLACES = {"": "全部", settings.HOME_COUNTY: "蓝山", "440300": "深圳", "441900": "东莞"}


@dataclass(frozen=True)
class Choice:
    """One place of the switch, with the address that chooses it."""

    code: str
    label: str
    url: str
    is_current: bool


def chosen_place(request: HttpRequest) -> str:
    """Return the place that the address asks for; one that is not on the switch asks for all."""
    code = request.GET.get("region", "")
    return code if code in PLACES else ""


def place_switch(chosen: str) -> list[Choice]:
    return [Choice(code, label, f"?region={code}" if code else "?", code == chosen) for code, label in PLACES.items()]
