"""The way in and out, as pages: no script, no password, no personal data in an address."""

import re

import pytest
from django.urls import reverse

from jobsboard.accounts.models import User
from jobsboard.accounts.services import issue_slip

pytestmark = pytest.mark.django_db

PHONE = "12000000077"


def ask_for_code(client, phone=PHONE, target=""):
    address = reverse("public:sign_in") + (f"?next={target}" if target else "")
    return client.post(address, {"phone": phone}, follow=True)


def code_on_screen(response):
    return re.search(r"验证码 (\d{6})", response.content.decode())[1]


def enter(client, code):
    return client.post(reverse("public:sign_in_code"), {"code": code})


def test_a_phone_and_the_code_on_screen_sign_in_and_make_the_account(client):
    response = ask_for_code(client)
    assert PHONE not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
    assert PHONE not in response.content.decode()
    signed_in = enter(client, code_on_screen(response))
    assert signed_in.url == reverse("public:start")
    assert User.objects.get(phone=PHONE).pk == int(client.session["_auth_user_id"])
    assert client.get(signed_in.url).url == reverse("veteran:home")


def test_a_number_that_is_none_is_repeated_in_the_error(client):
    html = ask_for_code(client, "123").content.decode()
    assert "请输入 11 位手机号" in html
    assert "填写的是“123”" in html


def test_a_number_may_be_written_with_spaces(client):
    assert ask_for_code(client, "120 0000 0077").request["PATH_INFO"] == reverse("public:sign_in_code")


def test_a_wrong_code_signs_nobody_in(client):
    right = code_on_screen(ask_for_code(client))
    wrong = "000000" if right != "000000" else "111111"
    assert "验证码不正确" in enter(client, wrong).content.decode()
    assert "_auth_user_id" not in client.session


def test_the_code_page_without_a_phone_leads_back(client):
    assert client.get(reverse("public:sign_in_code")).url == reverse("public:sign_in")


def test_asking_too_often_is_told_on_the_page(client):
    for _ in range(5):
        ask_for_code(client)
    assert "过于频繁" in ask_for_code(client).content.decode()


def test_after_signing_in_the_page_asked_for_opens(client):
    target = reverse("public:ranking")
    assert enter(client, code_on_screen(ask_for_code(client, target=target))).url == target


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, target):
    assert enter(client, code_on_screen(ask_for_code(client, target=target))).url == reverse("public:start")


def test_a_slip_signs_in_once(client, cast):
    slip = issue_slip(actor=cast.counselor, user=cast.chen.user)
    address = reverse("public:sign_in_slip")
    assert client.post(address, {"code": slip.lower()}).url == reverse("public:start")
    assert client.session["_auth_user_id"] == str(cast.chen.user.pk)
    client.logout()
    assert "登录码不正确" in client.post(address, {"code": slip}).content.decode()


def test_signing_out_needs_a_post(client, cast):
    client.sign_in(cast.chen)
    assert client.get(reverse("public:sign_out")).status_code == 405
    assert client.post(reverse("public:sign_out")).url == reverse("public:home")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("chen", "veteran:home"),
        ("counselor", "counselor:home"),
        ("volunteer", "station:home"),
        ("recruiter", "employer:home"),
        ("provider", "provider:home"),
        ("officer", "bureau:home"),
    ],
)
def test_start_leads_everybody_home(client, cast, who, home):
    assert client.sign_in(getattr(cast, who)).get(reverse("public:start")).url == reverse(home)


def test_staff_may_act_as_themselves_and_come_back(client, cast):
    client.sign_in(cast.volunteer)
    address = reverse("public:switch_role")
    assert cast.shenzhen.name in client.get(address).content.decode()
    client.post(address, {"membership": "self"})
    assert client.get(reverse("public:start")).url == reverse("veteran:home")
    client.post(address, {"membership": str(cast.volunteer_membership.pk)})
    assert client.get(reverse("public:start")).url == reverse("station:home")


@pytest.mark.parametrize("chosen", ["", "x", "²", "999999999"])
def test_nobody_takes_a_post_that_is_not_his(client, cast, chosen):
    client.sign_in(cast.volunteer)
    assert client.post(reverse("public:switch_role"), {"membership": chosen}).status_code == 404


def test_a_post_of_somebody_else_is_not_found(client, cast):
    client.sign_in(cast.recruiter)
    other = cast.volunteer_membership.pk
    assert client.post(reverse("public:switch_role"), {"membership": str(other)}).status_code == 404


def test_the_wrong_role_is_told_which_role_it_has(client, cast):
    response = client.sign_in(cast.chen).get(reverse("bureau:home"))
    assert response.status_code == 403
    assert "退役军人" in response.content.decode()


def test_without_an_operator_for_text_messages_the_slip_is_named(client, db, settings):
    settings.SMS_GATEWAY = "jobsboard.notifications.gateways.Unconfigured"
    page = client.post(reverse("public:sign_in"), {"phone": "12000077001"})
    assert page.status_code == 200
    assert "短信还没有开通，请用服务站打印的登录码登录。" in page.content.decode()
