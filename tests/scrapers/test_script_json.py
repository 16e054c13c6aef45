"""JSON in scripts, as browsers would read it, and scripts that never end."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.http import HtmlResponse

from scrapers import script_json
from scrapers.bases.json_api import read_script_values, script_values
from scrapers.script_json import LiteralError, assigned_values, is_name_of, load_literal
from tests.growth import grows_like_its_input


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('window.__DATA__ = {"a": [1, 2]};', {"window.__DATA__": {"a": [1, 2]}}),
        ("var jobs = [{a: 'x\\'y'},]; f();", {"jobs": [{"a": "x'y"}]}),
        ("window['Q']={b:!0,c:!1,d:undefined}", {"window.Q": {"b": True, "c": False, "d": None}}),
        (
            "let n = {a: .5, b: 0x1F, c: -1e3, // 注\n /* 注 */ d: `x\ny`}",
            {"n": {"a": 0.5, "b": 31, "c": -1e3, "d": "x\ny"}},
        ),
        ('x = JSON.parse(\'{"k": "\\u4e2d"}\')', {"x": {"k": "中"}}),
        ('a = {"s": "};"}; b = [1]', {"a": {"s": "};"}, "b": [1]}),
        ("a = {t: new Date()}; b = [f(1)]; c = {k: 1}", {"c": {"k": 1}}),
        ("if (a == {}) { b = 2 }", {}),
        ('a = {"k": "<\\/script>"}', {"a": {"k": "</script>"}}),
    ],
)
def test_what_a_script_assigns_is_read(script: str, values: dict[str, Any]) -> None:
    assert dict(assigned_values(script)) == values


@pytest.mark.parametrize("text", ["", "{", "[1", "f(1)", "{a:}", "[1] x", "`${a}`", "[" * 200 + "x"])
def test_what_is_no_literal_is_refused(text: str) -> None:
    with pytest.raises(LiteralError):
        load_literal(text)


@pytest.mark.parametrize("piece", ["a={", "a='", "a={/*", "a={'x", 'a={"', "a=[", "a.b", "a={b:", "a=JSON.parse('"])
def test_a_script_made_to_be_slow_is_not(piece: str) -> None:
    assert grows_like_its_input(lambda pieces: list(assigned_values(piece * pieces)), 300_000)


def test_what_cannot_be_read_is_scanned_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "a = [" + "1," * 100 + "f()]; "
    assert list(assigned_values(broken * 3 + "b = [1]")) == [("b", [1])]
    monkeypatch.setattr(script_json, "_MOST_SCANNED", 500)
    assert list(assigned_values(broken * 3 + "b = [1]")) == []
    monkeypatch.undo()
    monkeypatch.setattr(script_json, "_MOST_ASSIGNMENTS", 3)
    assert list(assigned_values(broken * 3 + "b = [1]")) == []


def test_a_variable_is_named_with_and_without_its_window() -> None:
    assert is_name_of("__DATA__", "window.__DATA__")
    assert not is_name_of("DATA", "window.__DATA__")


def page(body: str) -> HtmlResponse:
    return HtmlResponse("https://jobs.example.cn/", body=body, encoding="utf-8")


def test_a_script_that_is_json_is_known_by_its_id() -> None:
    body = '<script id="__NEXT_DATA__" type="application/json">{"a": 1}</script><script type="x/json">{</script>'
    assert list(script_values(page(body))) == [("__NEXT_DATA__", {"a": 1})]


def test_a_list_of_vacancies_in_a_script_is_found_without_its_name() -> None:
    menu = "var menu = [{title: '首页', url: '/'}];"
    jobs = "var d = {list: [{jobName: '保安', company_name: '某公司', city: '永州'}]}"
    (item,) = read_script_values(page(f"<script>{menu}{jobs}</script>"))
    assert item.to_feed() == {"title": "保安", "hiringOrganization": "某公司", "jobLocation": "永州"}
