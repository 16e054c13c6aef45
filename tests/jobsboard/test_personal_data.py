"""Each personal field is declared once, and none shows in what logs print."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from jobsboard.accounts.models import OneTimeCode, SignInAttempt, User
from jobsboard.core.personal_data import NOT_PERSONAL, PERSONAL, personal_fields
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.training.models import Result

OURS = [model for model in apps.get_models() if model.__module__.startswith("jobsboard.")]
BOOKKEEPING = {"created_at", "updated_at"}
SECRET = "无人可见"


def _is_about_people(model: type[Model]) -> bool:
    """Points to a person; a hidden reverse (`+`) is an act of staff on a thing, not a fact about somebody."""
    if model in {User, OneTimeCode, SignInAttempt, Result}:
        return True
    relations = [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
    return any(
        field.related_model is JobSeeker or (field.related_model is User and field.remote_field.related_name != "+")
        for field in relations
    )


def _facts(model: type[Model]) -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for field in model._meta.concrete_fields
        if not (field.is_relation or field.primary_key or field.name in BOOKKEEPING)
    }


@pytest.mark.parametrize("model", list(filter(_is_about_people, OURS)), ids=lambda model: model._meta.label)
def test_every_field_of_a_model_about_people_is_declared(model):
    undeclared = _facts(model) - set(PERSONAL) - NOT_PERSONAL
    assert not undeclared, "declare in jobsboard/core/personal_data.py"


def test_nothing_is_declared_twice_or_without_a_field():
    assert not set(PERSONAL) & NOT_PERSONAL
    existing = set().union(*map(_facts, OURS))
    assert not (set(PERSONAL) | NOT_PERSONAL) - existing


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_a_log_prints_of_a_row_says_nothing_of_a_person(model):
    # A row that is a state or kind of an act may say so; what the person is, wrote or can be reached by may not.
    telling = {
        name
        for name, kind in personal_fields(model._meta.label).items()
        if kind.name not in {"CASE", "TRACE"} and name not in {"role", "kind"}
    }
    row = model(pk=1, **dict.fromkeys(telling, SECRET))
    assert SECRET not in str(row)
    assert SECRET not in repr(row)
