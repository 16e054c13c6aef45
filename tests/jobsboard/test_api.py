"""The API: the same search and ranking as the pages, documented, open, storing nothing."""

import json

import pytest

from jobsboard.audit.models import AuditEntry
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.recommendations import engine
from jobsboard.recommendations.models import MatchRecord
from tests.factories import JobPostingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index(settings, tmp_path, cast):
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    engine.rebuild_index()


def post(client, profile, query=""):
    return client.post(f"/api/v1/match{query}", json.dumps(profile), content_type="application/json")


def test_a_visitor_searches_postings(client, cast):
    page = client.get("/api/v1/postings", {"q": "司机", "region": "440300", "limit": 1}).json()
    assert page["total"] == 2
    assert len(page["results"]) == 1
    assert {facet["value"] for facet in page["facets"]["city"]} == {"440300"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"offset": "x"}, "offset"),
        ({"region": "深圳"}, "region"),
        ({"education": "秀才"}, "education"),
        ({"occupation": "driver"}, "occupation"),
        ({"schedule": "never"}, "schedule"),
        ({"sort": "luck"}, "sort"),
        ({"lodging": "perhaps"}, "lodging"),
        ({"near": "深圳"}, "near"),
    ],
)
def test_a_bad_condition_is_named(client, query, field):
    answer = client.get("/api/v1/postings", query)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(f"{field}：")


@pytest.mark.parametrize(
    ("query", "named"),
    [({"sort": "distance"}, "near: "), ({"after": "x"}, "after: "), ({"offset": 1, "after": "x"}, "offset: ")],
)
def test_an_order_or_a_page_that_cannot_be_is_named(client, query, named):
    answer = client.get("/api/v1/postings", query)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(named)


def test_the_next_page_neither_repeats_nor_skips_when_a_posting_comes_between(client, cast):
    first = client.get("/api/v1/postings", {"sort": "pay", "limit": 1}).json()
    dearer = JobPostingFactory(title="挖掘机司机", salary_text="30000元/月")
    engine.update_index([dearer.pk])
    rest = client.get("/api/v1/postings", {"sort": "pay", "limit": 100, "after": first["next"]}).json()
    shown = [first["results"][0]["id"], *(one["id"] for one in rest["results"])]
    assert len(shown) == len(set(shown)) == first["total"]
    assert dearer.pk not in shown
    assert rest["next"] is None


def test_one_posting_with_its_words_and_no_draft(client, cast):
    shown = client.get(f"/api/v1/postings/{cast.posting.pk}").json()
    assert shown["description"] == cast.posting.description
    assert shown["is_partner"] is True
    assert client.get(f"/api/v1/postings/{cast.draft.pk}").status_code == 404
    assert set(client.get(f"/api/v1/postings/{cast.draft.pk}").json()) == {"detail"}


def test_a_profile_is_ranked_explained_and_not_stored(client):
    before = [model.objects.count() for model in (JobSeeker, MatchRecord, AuditEntry)]
    page = post(client, {"wishes": {"occupations": ["货车司机"], "regions": ["440300"]}}, "?limit=1").json()
    (best,) = page["results"]
    assert page["total"] == 2
    assert best["total"] == best["prior"] + sum(row["points"] for row in best["rows"])
    assert best["posting"]["title"].startswith("货车司机")
    assert [model.objects.count() for model in (JobSeeker, MatchRecord, AuditEntry)] == before


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ({"name": "某人"}, "name"),
        ({"phone": "13800001234"}, "phone"),
        ({"service": [{"tasks": "电话13800001234"}]}, "service[0].tasks"),
        ({"education": 3}, "education"),
        ({"wishes": {"regions": ["深圳"]}}, "wishes.regions[0]"),
        ([1], "资料"),
    ],
)
def test_a_bad_profile_is_refused_by_field_and_a_number_is_not_repeated(client, profile, field):
    answer = post(client, profile)
    assert answer.status_code == 400
    assert field in answer.json()["detail"]
    assert "13800001234" not in answer.content.decode()


def test_what_is_not_json_or_far_too_long_is_refused(client):
    assert client.post("/api/v1/match", "x=1", content_type="text/plain").status_code == 415
    assert client.post("/api/v1/match", "{", content_type="application/json").status_code == 400
    assert post(client, {"skills": ["电工"] * 10_000}).status_code == 400


def test_who_is_signed_in_sees_the_same(client, cast):
    anonymous = client.get("/api/v1/postings").json()
    assert client.sign_in(cast.recruiter).get("/api/v1/postings").json() == anonymous
    assert post(client, {}).status_code == 200


def test_the_search_costs_the_same_however_many_are_found(client, django_assert_num_queries):
    for _ in range(6):
        JobPostingFactory(scraped=True)
    engine.rebuild_index()
    with django_assert_num_queries(2):
        client.get("/api/v1/postings")


def test_every_operation_documents_its_errors(client):
    schema = json.loads(client.get("/api/schema", {"format": "json"}).content)
    assert set(schema["paths"]) == {"/api/v1/postings", "/api/v1/postings/{id}", "/api/v1/match"}
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert {"200", "405", "406", "429"} <= set(operation["responses"])
            assert {"400", "404"} & set(operation["responses"])


def test_the_documentation_page_needs_no_inline_code(client):
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    script = client.get("/api/docs", {"script": ""})
    assert "/api/schema" in script.content.decode() or "schema" in script.content.decode()
