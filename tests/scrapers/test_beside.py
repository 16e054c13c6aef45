"""What stands beside a label, found in one walk of the page, is what a search for each label alone would find."""

from __future__ import annotations

from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.bases.html_list import beside, elements_beside, values_of
from scrapers.labels import FIELD_OF_LABEL
from scrapers.pages import markup_of, saved_page
from scrapers.recording import PAGES
from scrapers.spiders.public_employment_sample import PublicEmploymentSampleSpider

SAVED = sorted(PAGES.glob("*/*.html"))
LABELS = sorted(FIELD_OF_LABEL)


def beside_by_xpath(node: lxml.etree._Element, label: str) -> lxml.etree._Element | None:
    """The definition: one search for one label, in all elements below `node`."""
    tags = " or ".join(f"self::{tag}" for tag in ("th", "td", "dt", "span", "label", "b", "strong"))
    bare = "translate(normalize-space(), '：: \u3000\u00a0', '')"
    found = node.xpath(f".//*[{tags}][{bare}='{label}']/following-sibling::*[1]")
    return found[0] if found else None


def assert_same(node: lxml.etree._Element, labels: list[str]) -> int:
    found = elements_beside(node, set(labels))
    for label in labels:
        assert found.get(label) is beside_by_xpath(node, label), label
    return len(found)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_on_every_saved_page_and_each_of_its_rows(path: Path) -> None:
    root = markup_of(saved_page(path))
    assert root is not None
    for node in (root, *root.iter("tr", "dl", "li", "td")):
        assert_same(node, LABELS)


def test_the_saved_pages_have_labels_to_be_found() -> None:
    counts = [assert_same(markup_of(saved_page(path)), LABELS) for path in SAVED]
    assert sum(counts) >= 50


# Labels within labels, comments between, spaces of every kind, tags that are no labels.
words = st.sampled_from(["薪资", "薪资：", " 薪\n资 :", "\u3000薪\u00a0资", "工资", "薪资高", "", "x"])
markup = st.recursive(
    words | st.sampled_from(["<!--薪资-->", "<?p 薪资?>", "<br>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["span", "b", "strong", "i", "label", "div"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(markup)
def test_on_any_markup(text: str) -> None:
    assert_same(lxml.html.fromstring(f"<div>{text}</div>"), ["薪资", "工资"])


@pytest.mark.parametrize(
    "text",
    [
        # What stands beside the inner of two labels comes first on the page, be it empty.
        "<span><b>薪资</b><i></i></span><i>5000</i>",
        "<span><b>薪资</b></span><i>5000</i>",
        "<b>薪资</b><!--x-->元<i>5000</i><b>薪资</b><i>6000</i>",
    ],
)
def test_of_labels_that_are_equal_the_one_counts_whose_neighbour_comes_first(text: str) -> None:
    assert assert_same(lxml.html.fromstring(f"<div>{text}</div>"), ["薪资"]) == 1


def test_a_label_that_is_not_there_leaves_its_field_out() -> None:
    page = saved_page(SAVED[0])
    assert values_of(page.selector, {"title": beside("没有这个标签")}) == {}


def test_a_source_declares_a_label_and_not_how_it_is_found() -> None:
    assert PublicEmploymentSampleSpider.fields["base_salary"] == beside("薪资待遇")
