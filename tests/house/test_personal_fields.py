"""Every field that could hold something of a person is declared: what of, why, how long (GDPR article 30)."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from oversight.domain.personal_fields import NOT_PERSONAL, OF_LIBRARIES, PERSONAL, PROCESSING
from oversight.enums import RetentionKind
from partnerships.models import Contact, User
from tests.sources import APPS

# Tables of libraries without a word about a person.
IMPERSONAL = {
    "contenttypes.ContentType", "auth.Permission", "auth.Group", "sites.Site", "account.EmailConfirmation",
    "socialaccount.SocialApp", "socialaccount.SocialToken", "django_celery_beat.PeriodicTask",
    "guardian.UserObjectPermission", "guardian.GroupObjectPermission",
    "axes.AccessAttemptExpiration",
}  # fmt: skip


def could_hold_a_person(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.ForeignKey | models.OneToOneField):
        return field.related_model in {User, Contact}
    kinds = (models.EmailField, models.GenericIPAddressField, models.TextField, models.JSONField, models.FileField)
    return isinstance(field, kinds) or (isinstance(field, models.CharField) and not field.choices)


def candidates() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for app in APPS[1:]
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_fields
        if could_hold_a_person(field)
    }


def test_every_field_is_declared():
    assert sorted(candidates() - set(PERSONAL) - set(NOT_PERSONAL)) == []


def test_nothing_is_declared_that_is_not_there():
    assert sorted((set(PERSONAL) | set(NOT_PERSONAL)) - candidates()) == []
    assert set(PERSONAL) & set(NOT_PERSONAL) == set()


def test_who_somebody_is_can_not_be_declared_away():
    """A link to an account, an e-mail address and an IP address are always somebody's."""
    always = set()
    for app in APPS[1:]:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_fields:
                link = isinstance(field, models.ForeignKey) and field.related_model is User
                if link or isinstance(field, models.EmailField | models.GenericIPAddressField):
                    always.add(f"{model._meta.label}.{field.name}")
    assert always & set(NOT_PERSONAL) == set()


def test_tables_of_libraries_are_declared_too():
    tables = {model._meta.label for model in apps.get_models() if model._meta.app_label not in APPS}
    assert tables - set(OF_LIBRARIES) - IMPERSONAL == set()


def test_every_declaration_has_a_purpose_and_an_end():
    assert {one.category for one in PERSONAL.values()} <= set(PROCESSING)
    ends = {one.kept for one in PERSONAL.values()} | {one.kept for one, _what in OF_LIBRARIES.values()}
    assert ends <= set(settings.RETENTION)


def test_the_job_does_what_the_table_says_and_nothing_else():
    assert {kind for kind, line in settings.RETENTION.items() if line["days"] is not None} == set(RetentionKind.values)


@pytest.mark.django_db
def test_the_register_is_printed():
    """When this fails: python manage.py print_register"""
    call_command("print_register", check=True)
