"""No request leaves a source's hosts, reaches a private address or disguises itself; robots.txt rules."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from pytest_httpserver import HTTPServer
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from scrapers.extensions.politeness import PolitenessGuard, PublicAddressResolver, is_public
from scrapers.runs import project_settings
from tests.scrapers.conftest import ROOT, Command

SAMPLES = "http://127.0.0.1:8010"


def guard(*hosts: str, samples: str = SAMPLES) -> PolitenessGuard:
    counts: dict[str, int] = {}
    stats = SimpleNamespace(counts=counts, inc_value=lambda key: counts.update({key: counts.get(key, 0) + 1}))
    spider = SimpleNamespace(allowed_domains=hosts)
    return PolitenessGuard(SimpleNamespace(settings={"SAMPLE_SITES": samples}, stats=stats, spider=spider))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://jobs.example.cn/1", None),
        ("https://www.jobs.example.cn/1", "other_host"),
        ("https://jobs.example.cn.evil.test/1", "other_host"),
        ("https://jobs.example.cn@evil.test/1", "other_host"),
        ("ftp://jobs.example.cn/1", "scheme"),
        ("file:///etc/passwd", "scheme"),
    ],
)
def test_only_the_hosts_of_the_source_are_asked(url: str, reason: str | None) -> None:
    check = guard("jobs.example.cn")
    if reason is None:
        assert check.process_request(Request(url)) is None
        return
    with pytest.raises(IgnoreRequest, match=reason):
        check.process_request(Request(url))
    assert check.crawler.stats.counts == {f"refused/{reason}": 1}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::1]"]
    + ["[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "224.0.0.1", "0.1.2.3", "192.0.0.8", "198.18.0.1"]
    + ["240.0.0.1", "255.255.255.255", "[::]", "[::10.0.0.1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]"]
    # IPv6 addresses that a gateway on the way would take for 10.0.0.1: NAT64, 6to4, Teredo, translated.
    + ["[64:ff9b::a00:1]", "[64:ff9b:1::a00:1]", "[2002:a00:1::1]", "[2001:0:a00:1::1]", "[::ffff:0:a00:1]"],
)
def test_private_addresses_are_refused_even_when_a_source_names_them(host: str) -> None:
    assert not is_public(host)
    with pytest.raises(IgnoreRequest, match="private_address"):
        guard(host.strip("[]")).process_request(Request(f"http://{host}/latest/meta-data"))


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "[2606:4700::1111]", "[64:ff9b::808:808]", "[2002:808:808::1]", "[::ffff:8.8.8.8]"]
)
def test_public_addresses_are_not_refused(host: str) -> None:
    assert is_public(host)


def test_the_sample_sites_are_the_one_exception_with_their_port() -> None:
    check = guard("127.0.0.1")
    request = Request(f"{SAMPLES}/public_employment/jobs/")
    check.process_request(request)
    assert request.meta["autothrottle_dont_adjust_delay"] is True
    with pytest.raises(IgnoreRequest):
        check.process_request(Request("http://127.0.0.1:8011/"))


def test_without_sample_sites_there_is_no_exception() -> None:
    with pytest.raises(IgnoreRequest):
        guard("127.0.0.1", samples="").process_request(Request(f"{SAMPLES}/"))


def test_a_single_request_cannot_leave_the_common_conduct() -> None:
    loopholes = {"dont_obey_robotstxt": True, "allow_offsite": True, "proxy": "http://127.0.0.1:1"}
    request = Request("https://jobs.example.cn/1", meta=loopholes, headers={"User-Agent": "Mozilla/5.0"})
    guard("jobs.example.cn").process_request(request)
    assert not set(request.meta) & set(loopholes)
    assert "User-Agent" not in request.headers


def test_a_name_that_stands_for_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"jobs.example.cn": "8.8.8.8", "rebound.example.cn": "10.0.0.7", "127.0.0.1": "127.0.0.1"}
    monkeypatch.setattr(
        CachingThreadedResolver, "getHostByName", lambda self, name, timeout=(): defer.succeed(known[name])
    )
    resolver = PublicAddressResolver(SimpleNamespace(), 0, 1.0)
    resolver.sample_host = "127.0.0.1"
    answers: list[object] = []
    for name in known:
        resolver.getHostByName(name).addBoth(answers.append)
    assert answers[0] == "8.8.8.8"
    assert answers[1].check(DNSLookupError)
    assert answers[2] == "127.0.0.1"


def test_the_common_conduct_is_polite() -> None:
    settings = project_settings()
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert "+http" in settings["USER_AGENT"]
    for off in ("COOKIES_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPPROXY_ENABLED"):
        assert not settings.getbool(off), off
    for cap in ("DOWNLOAD_MAXSIZE", "DOWNLOAD_TIMEOUT", "DEPTH_LIMIT", "MOST_BARREN_PAGES", "CLOSESPIDER_TIMEOUT"):
        assert settings.getint(cap) > 0, cap
    for caps in ("RUN_CAPS", "HOST_CAPS"):
        assert set(settings[caps]) == {"requests", "bytes", "seconds"}
        assert all(cap > 0 for cap in settings[caps].values())


@pytest.mark.slow
def test_a_name_that_stands_for_loopback_is_never_connected_to(httpserver: HTTPServer) -> None:
    """The resolver of the system is asked once for each connection, and what it says is judged."""
    httpserver.expect_request("/robots.txt").respond_with_data("")
    code = f"""
import socket
asked = []
socket.getaddrinfo = lambda name, *rest, **more: asked.append(name) or [(2, 1, 6, "", ("127.0.0.1", 0))]
socket.gethostbyname = lambda name: asked.append(name) or "127.0.0.1"
from scrapers.trial import fetch
print(fetch(["http://rebound.example.test:{httpserver.port}/"]), set(asked))
"""
    env = {**os.environ, "BRIDGEHEAD_SITES": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert "robots.txt could not be had" in done.stdout
    assert "{'rebound.example.test'}" in done.stdout
    assert httpserver.log == []


@pytest.mark.slow
def test_a_robots_txt_that_cannot_be_had_forbids_everything(scrapers: Command, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("busy", status=503)
    httpserver.expect_request("/job.html").respond_with_data("<h1>保安</h1>", content_type="text/html")
    origin = f"http://127.0.0.1:{httpserver.port}"
    process = scrapers("try", f"{origin}/job.html", sites=origin)
    assert "robots.txt could not be had" in process.stderr
    assert {request.path for request, _ in httpserver.log} == {"/robots.txt"}


@pytest.mark.slow
def test_a_redirect_is_judged_like_any_request(scrapers: Command, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    for path, place in (("/away", "http://127.0.0.1:1/x"), ("/metadata", "http://169.254.169.254/latest")):
        httpserver.expect_request(path).respond_with_data("", status=302, headers={"Location": place})
    origin = f"http://127.0.0.1:{httpserver.port}"
    process = scrapers("try", f"{origin}/away", f"{origin}/metadata", sites=origin)
    assert process.returncode == 2
    assert "private_address: http://127.0.0.1:1" in process.stderr
    assert "other_host: http://169.254.169.254" in process.stderr


@pytest.mark.slow
def test_requests_bear_an_honest_name(scrapers: Command, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/job.html").respond_with_data("<p>无</p>", content_type="text/html")
    origin = f"http://127.0.0.1:{httpserver.port}"
    scrapers("try", f"{origin}/job.html", sites=origin)
    names = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert names == {project_settings()["USER_AGENT"]}
    assert {request.path for request, _ in httpserver.log} == {"/robots.txt", "/job.html"}
