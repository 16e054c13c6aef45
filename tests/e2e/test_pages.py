"""Every role's main pages in a real browser, on a phone and at a desk."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from jobsboard.core.actor import Role
from jobsboard.portals.navigation import MAIN
from tests.e2e.county import County
from tests.e2e.surfer import DESK, HEIGHT, PHONE, Surfer

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
# Every page of the main navigations, as somebody sees it whose page it is, and what people come for.
ROLE_OF = {way.view: role for role in MAIN for way in MAIN[role]}
PAGES = [(role, view, "") for view, role in ROLE_OF.items()]
PAGES += [(Role.VISITOR, "public:home", ""), (Role.VISITOR, "public:sign_in", "")]
PAGES += [(Role.VETERAN, "veteran:job", "vacancy"), (Role.BUREAU, "bureau:posting", "vacancy")]
PAGES += [(Role.COUNSELOR, "counselor:person", "person")]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("role", "view", "thing"), PAGES, ids=[view for _, view, _ in PAGES])
def test_a_main_page_fits_its_screen_and_can_be_used_by_everybody(role, view, thing, county: County, somebody):
    """Nothing hangs over the edge, no error in the console, one heading of the first rank, no grave finding of axe."""
    surfer = somebody(county.who_is(role)).opens(view, *county.pks_of(thing))
    surfer.page.evaluate(Axe().axe_script)
    for width in (PHONE, DESK):
        surfer.page.set_viewport_size({"width": width, "height": HEIGHT})
        assert surfer.page.evaluate(OVERFLOW) <= 0, f"wider than {width} px"
        assert surfer.page.locator("h1").count() == 1
        assert grave_findings(surfer) == [], f"at {width} px"


def grave_findings(surfer: Surfer) -> list[str]:
    found = surfer.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{one['impact']} {one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found
        if one["impact"] in GRAVE
    ]
