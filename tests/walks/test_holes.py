"""The holes a scope of the library leaves open, each closed: questions, forward keys, writes, formsets, the admin."""

from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.forms import modelformset_factory
from django_scopes.exceptions import ScopeError

from actionplans.models import Measure
from oversight.models import Due, Progress
from partnerships.exceptions import TrailIsKept
from partnerships.models import Contact, Cycle, Document, Partner, Task, TenantModel
from partnerships.tenancy.doors import audit_door, member_door, oversight_door, sweep_door, token_door
from partnerships.tenancy.writing import OtherTenant, tenant_keys
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
QUESTIONS = {
    "all": lambda rows: list(rows.all()),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "explain": lambda rows: rows.explain(),
    "first": lambda rows: rows.first(),
    "filter": lambda rows: rows.filter(pk=1),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "iterator": lambda rows: list(rows.iterator()),
    "raw": lambda rows: list(rows.raw("SELECT 1")),
    "aggregate": lambda rows: rows.aggregate(n=models.Count("pk")),
    "update": lambda rows: rows.update(pk=1),
    "union": lambda rows: rows.union(rows),
    "bulk_create": lambda rows: rows.bulk_create([rows.model()]),
    "create": lambda rows: rows.create(),
    "dates": lambda rows: rows.dates("pk", "year"),
}
KEYS = [(model, field.name) for model in TENANT_MODELS for field in tenant_keys(model)]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_outside_every_door_every_question_is_refused(asked):
    for model in TENANT_MODELS:
        for manager in (model.objects, model._base_manager, model._default_manager):
            with pytest.raises(ScopeError):
                QUESTIONS[asked](manager)


def test_no_partnership_opens_no_door(park):
    with pytest.raises(ScopeError), member_door(None):
        pytest.fail("the member door let nobody in")
    for door in (token_door, audit_door):
        with pytest.raises(ScopeError), door(Contact()):
            pytest.fail("a door without a partnership")


def test_a_door_opens_no_more_than_it_says(park):
    contact = Contact(partnership=park)
    with token_door(contact, Contact):
        assert Contact.objects.count() == 1
        with pytest.raises(ScopeError):
            Partner.objects.count()
    with audit_door(contact, Document):
        assert Document.objects.count() == 0
        with pytest.raises(ScopeError):
            Contact.objects.count()
    with sweep_door(Cycle), pytest.raises(ScopeError):
        Task.objects.count()


def test_oversight_reads_projections_of_what_is_seen_and_writes_nothing(park, other_park):
    with member_door(other_park):
        Progress.objects.create(
            partnership=other_park,
            cycle=Cycle.objects.get(),
            cycle_number=1,
            started_on=TODAY,
            judged_on=TODAY,
            scheme_urn="x",
        )
    with oversight_door([park.pk]):
        assert not Progress.objects.exists()
        assert not Due.objects.exists()
        with pytest.raises(ScopeError):
            Cycle.objects.exists()
        with pytest.raises(ScopeError):
            Progress(partnership=park, cycle_number=1, started_on=TODAY).save()
    with oversight_door([other_park.pk]):
        assert Progress.objects.get().partnership == other_park


def test_a_forward_key_leads_nowhere_outside_its_door(world, other_park):
    with member_door(world.partnership):
        measure: Any = Measure.objects.first()
    with pytest.raises(ScopeError):
        _ = measure.plan
    with member_door(other_park):
        with pytest.raises(ObjectDoesNotExist):
            _ = measure.plan
        with pytest.raises(ObjectDoesNotExist):
            measure.refresh_from_db()


def test_a_row_is_written_through_its_own_door_only(world, other_park):
    contact = world.contact
    rows = [Contact(partnership=world.partnership, partner=world.partner, name="x")]
    for act in (contact.save, contact.delete, lambda: Contact.objects.bulk_create(rows)):
        with pytest.raises(ScopeError):
            act()
        with member_door(other_park), pytest.raises(ScopeError):
            act()
    with member_door(other_park):
        assert Contact.objects.filter(pk=contact.pk).update(name="y") == 0
        with pytest.raises(ScopeError):
            Contact.objects.bulk_update([contact], ["name"])
    with member_door(world.partnership):
        assert Contact.objects.get(pk=contact.pk).name == contact.name


def test_a_row_cannot_name_an_object_of_another_partnership(world, other_world):
    """By object and by number, in ``save``, ``bulk_create`` and ``update``."""
    allowed = []
    for model, name in KEYS:
        target: Any = model._meta.get_field(name).related_model
        with member_door(other_world.partnership):
            foreign = target.objects.first()
        assert foreign is not None, f"the filled partnership has no {target.__name__}"
        with member_door(world.partnership):
            for field, value in {name: foreign, f"{name}_id": foreign.pk}.items():
                row = model.objects.first() or model(partnership=world.partnership)
                setattr(row, field, value)
                rows, many, one = model.objects, [row], {field: value}
                ways = (row.save, partial(rows.bulk_create, many), partial(rows.update, **one))
                allowed += [f"{model.__name__}.{field}" for way in ways if not refused(way)]
    assert allowed == []


def refused(way):
    try:
        way()
    except (OtherTenant, TrailIsKept):
        return True
    return False


def test_a_formset_takes_no_row_of_another_partnership(world, other_world):
    formsets = modelformset_factory(Contact, fields=["name"], extra=0)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": str(other_world.contact.pk),
        "form-0-name": "Overgenomen",
    }
    with member_door(world.partnership):
        assert not formsets(data).is_valid()
        assert other_world.contact not in [form.instance for form in formsets().forms]


def test_the_administration_holds_no_table_of_a_partnership():
    assert [model.__name__ for model in admin.site._registry if issubclass(model, TenantModel)] == []
