"""What anybody sees: home, search, a vacancy, courses, stations."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobsboard.organizations.models import StationKind
from jobsboard.recommendations import engine
from tests.cast import ROLES
from tests.factories import CourseFactory, CourseSessionFactory, JobPostingFactory, StationFactory

pytestmark = pytest.mark.django_db

PAGES = ["home", "jobs", "courses", "stations", "ranking", "privacy"]


def page(client, name, *args, **query):
    response = client.get(reverse(f"public:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def searchable(settings, tmp_path):
    """Postings of three places in an index of their own."""
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    made = {
        "guard": JobPostingFactory(title="小区保安员", job_location="440307", salary_text="5000-5500元/月"),
        "driver": JobPostingFactory(title="货车司机", job_location="441900", salary_text="8000-9000元/月"),
        "home": JobPostingFactory(title="县城保安队长", job_location="431127", salary_text="4000-4500元/月"),
    }
    engine.rebuild_index()
    return made


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_open_the_public_pages(client, cast, role):
    actor = getattr(cast, role)
    if actor.user:
        client.sign_in(actor)
    for name in PAGES:
        assert "<h1" in page(client, name)
    assert cast.posting.title in page(client, "job", cast.posting.pk)
    page(client, "course", cast.course.pk)
    page(client, "station", cast.county.pk)


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_board_says_so_on_every_page(client, name):
    html = page(client, name)
    if name in {"home", "jobs", "courses", "stations"}:
        assert "empty__title" in html


def test_home_counts_the_vacancies_of_the_three_places(client, searchable):
    html = page(client, "home")
    for code in ("431127", "440300", "441900"):
        tile = re.search(rf'\?region={code}">.*?place__count">(\d+)<', html, re.DOTALL)
        assert tile
        assert tile[1] == "1"


def test_words_find_the_vacancies_that_hold_them(client, searchable):
    html = page(client, "jobs", q="保安")
    assert "小区保安员" in html
    assert "县城保安队长" in html
    assert "货车司机" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "440300"}, {"guard"}),
        ({"region": "440000"}, {"guard", "driver"}),
        ({"month_min": "6000"}, {"driver"}),
        ({"q": "保安", "region": "431127"}, {"home"}),
        ({"education": "高中"}, {"guard", "driver", "home"}),
        ({"q": "宇航员"}, set()),
    ],
)
def test_filters_leave_what_passes_all_of_them(client, searchable, query, found):
    html = page(client, "jobs", **query)
    assert {name for name, posting in searchable.items() if f">{posting.title}</a>" in html} == found
    assert ("没有找到合适的岗位" in html) == (not found)


def test_the_nearest_vacancies_come_first(client, searchable):
    html = page(client, "jobs", sort="distance")
    titles = [searchable[name].title for name in ("home", "driver", "guard")]
    assert sorted(titles, key=html.index) == titles


@pytest.mark.parametrize(("typed", "meant"), [("baoan", "保安"), ("hcsj", "货车司机"), ("货车思机", "货车司机")])
def test_what_is_typed_by_sound_or_with_a_slip_is_understood(client, searchable, typed, meant):
    offered = client.get(reverse("public:suggest"), {"q": typed}).json()["suggestions"]
    assert meant in [one["text"] for one in offered]
    assert all(engine.search(one["text"]).total == one["count"] > 0 for one in offered)
    assert len(offered) <= 8


def test_what_would_find_nothing_is_not_offered(client, searchable):
    assert client.get(reverse("public:suggest"), {"q": "diangong"}).json() == {"suggestions": []}


@pytest.mark.parametrize("typed", ["", "  ", "😀", "x" * 5000])
def test_nothing_typed_and_nonsense_offer_nothing(client, typed):
    assert client.get(reverse("public:suggest"), {"q": typed}).json() == {"suggestions": []}


def test_a_search_that_finds_nothing_asks_whether_another_word_was_meant(client, searchable):
    assert 'href="/jobs/?q=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA"' in page(client, "jobs", q="货车思机")
    assert "您要找的是不是" not in page(client, "jobs", q="潜水员")


def test_a_condition_in_force_can_be_taken_away(client, searchable):
    html = page(client, "jobs", q="保安", region="440300", page="1")
    chips = dict(re.findall(r'class="chip" href="([^"]*)">([^<]*)<', html))
    assert chips == {"?region=440300": "“保安”", "?q=%E4%BF%9D%E5%AE%89": "深圳市"}


def test_choices_carry_the_count_of_what_they_would_find(client, searchable):
    html = page(client, "jobs", q="保安", region="440300")
    home = re.search(r'value="431127"[^>]*><span>蓝山</span><span class="facet__count">(\d+)<', html)
    assert home
    assert home[1] == "1"


def test_a_condition_that_cannot_be_read_is_named_with_its_value_and_left_out(client, searchable):
    html = page(client, "jobs", month_min="很多", q="保安")
    assert "月薪不低于" in html
    assert "填写的是“很多”" in html
    assert "小区保安员" in html


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 40])
def test_an_odd_page_number_still_gives_a_page(client, searchable, number):
    assert "小区保安员" in page(client, "jobs", page=number)


def test_a_vacancy_closed_since_the_index_was_written_is_not_listed(client, searchable):
    searchable["guard"].state = "closed"
    searchable["guard"].save()
    assert "小区保安员" not in page(client, "jobs", q="保安")


def test_pages_of_a_search_keep_its_conditions(client, settings, tmp_path):
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    JobPostingFactory.create_batch(25)
    engine.rebuild_index()
    html = page(client, "jobs", region="440300")
    assert 'href="?region=440300&amp;page=2"' in html
    assert "第 2 页，共 2 页" in page(client, "jobs", region="440300", page="2")


def test_a_vacancy_shows_the_six_contents_and_says_what_its_source_left_out(client, cast):
    bare = JobPostingFactory(
        scraped=True,
        salary_text="",
        month_min=None,
        month_max=None,
        job_location="",
        education_requirements="",
        experience_requirements="",
        description="",
        hiring_organization="",
    )
    html = page(client, "job", bare.pk)
    for label in ("工作地点", "基本劳动报酬", "招聘人数", "招聘条件", "工作内容", "用人单位"):
        assert label in html
    assert html.count("来源未提供") >= 7
    assert bare.source.publisher in html


def test_a_vacancy_names_and_links_its_source(client):
    posting = JobPostingFactory(scraped=True, url="https://jobs.example.cn/1", last_seen_at=timezone.now())
    html = page(client, "job", posting.pk)
    assert posting.source.publisher in html
    assert 'href="https://jobs.example.cn/1"' in html
    assert "最近见到" in html


def test_only_a_partners_vacancy_is_marked_up_for_search_machines(client, cast):
    html = page(client, "job", cast.posting.pk)
    marked = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert marked["@type"] == "JobPosting"
    assert marked["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 7000,
        "maxValue": 9000,
    }
    assert "totalJobOpenings" not in marked
    assert "ld+json" not in page(client, "job", cast.scraped.pk)


def test_markup_in_a_vacancy_stays_text(client, cast):
    cast.posting.description = "</script><b>粗</b>"
    cast.posting.save()
    html = page(client, "job", cast.posting.pk)
    assert "</script><b>" not in html
    assert "&lt;/script&gt;" in html


@pytest.mark.parametrize("which", ["draft", "pending"])
def test_a_vacancy_that_is_not_shown_is_not_found(client, cast, which):
    response = client.get(reverse("public:job", args=[getattr(cast, which).pk]))
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_a_veteran_is_led_to_his_explanation_and_to_applying(client, cast):
    html = page(client.sign_in(cast.chen), "job", cast.posting.pk)
    assert reverse("veteran:job", args=[cast.posting.pk]) in html
    assert reverse("veteran:apply", args=[cast.posting.pk]) in html


def test_what_a_course_costs_is_never_guessed(client):
    course = CourseFactory(with_session=True, own_cost=None, fee=None)
    assert page(client, "course", course.pk).count("待核实") >= 3
    free = CourseFactory(own_cost=0, fee=800)
    html = page(client, "course", free.pk)
    assert "免费" in html
    assert "800元" in html


def test_a_full_session_says_that_it_is_full(client):
    session = CourseSessionFactory(seats=5, seats_taken=5)
    assert "已报满" in page(client, "course", session.course.pk)


def test_courses_are_listed_by_the_next_start(client):
    today = timezone.localdate()
    for title, days in (("后开", 20), ("先开", 3)):
        CourseSessionFactory(course=CourseFactory(title=title), starts_on=today + timedelta(days=days))
    CourseFactory(title="没排班")
    html = page(client, "courses")
    assert html.index(">先开<") < html.index(">后开<") < html.index(">没排班<")


def test_courses_of_one_kind_only(client):
    CourseFactory(title="创业班", kind="startup")
    CourseFactory(title="焊工班", kind="vocational")
    html = page(client, "courses", kind="startup")
    assert "创业班" in html
    assert "焊工班" not in html


def test_the_stations_page_holds_the_remote_ones_and_the_tree(client, cast):
    village = StationFactory(parent=cast.township, kind=StationKind.VILLAGE, code="V1", name="测试岭村退役军人服务站")
    html = page(client, "stations")
    assert html.index(cast.shenzhen.name) < html.index(cast.county.name) < html.index("测试墟镇")
    assert reverse("public:station", args=[village.pk]) in html
    assert html.count("<details") == 1


def test_a_station_shows_the_vacancies_where_it_serves(client, cast):
    html = page(client, "station", cast.shenzhen.pk)
    assert cast.posting.title in html
    assert "待核实" in html
    assert cast.posting.title not in page(client, "station", cast.township.pk)


@pytest.mark.parametrize("name", ["home", "courses", "stations"])
def test_queries_do_not_grow_with_the_rows(client, cast, django_assert_max_num_queries, name):
    def fill():
        JobPostingFactory.create_batch(3)
        JobPostingFactory.create_batch(3, scraped=True)
        for _ in range(3):
            CourseFactory(with_session=True)
            StationFactory()

    fill()
    with django_assert_max_num_queries(40) as few:
        page(client, name)
    fill()
    with django_assert_max_num_queries(len(few)):
        page(client, name)


def test_queries_of_the_search_do_not_grow_with_the_rows(client, settings, tmp_path, django_assert_max_num_queries):
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    JobPostingFactory.create_batch(4, scraped=True)
    engine.rebuild_index()
    with django_assert_max_num_queries(20) as few:
        page(client, "jobs")
    JobPostingFactory.create_batch(8, scraped=True)
    engine.rebuild_index()
    with django_assert_max_num_queries(len(few)):
        page(client, "jobs")
