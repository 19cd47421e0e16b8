"""Every table belongs to a partnership, or is on the short list of tables that belong to all."""

import re

from django.apps import apps
from django.db import models

from partnerships.models import Partnership, TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet
from tests.sources import APPS, files, name_of, text

# Shared by all partnerships, each for a reason.
GLOBAL = {
    "Area": "ground: facts of public registers",
    "AreaAddress": "idem",
    "DigestMail": "one mail for a person over all partnerships; holds no word of any of them",
    "DigestReader": "how often a person wants that mail",
    "DigestRound": "one week of that mail",
    "ErasureNotice": "the address of somebody who was forgotten everywhere, until the mail about it has left",
    "MailConfirmation": "an organisation's own word about its addresses, for all its partnerships",
    "Officer": "works across partnerships, for an organisation",
    "Organisation": "facts of public registers",
    "Organisation_municipalities": "which municipalities lie in a province or region: a public fact",
    "Partnership": "the tenant itself",
    "PartnershipGroupObjectPermission": "rights on the tenant itself",
    "PartnershipUserObjectPermission": "idem",
    "PinnedScheme": "a checksum of a file of the installation",
    "SealWarning": "the seal is that of the installation, not of one partnership",
    "SignOn": "how the people of an organisation sign in, before any partnership is chosen",
    "SignOnDomain": "idem",
    "User": "a person may belong to many partnerships",
    "User_groups": "Django's own",
    "User_user_permissions": "Django's own",
}


def our_models(*, hidden=False):
    return [model for app in APPS[1:] for model in apps.get_app_config(app).get_models(include_auto_created=hidden)]


def test_every_model_is_of_a_partnership_or_on_the_list():
    outside = {model.__name__ for model in our_models(hidden=True) if not issubclass(model, TenantModel)}
    assert outside - set(GLOBAL) == set()
    assert set(GLOBAL) - outside == set()


def test_every_tenant_row_has_its_own_partnership_for_ever():
    wrong = []
    for model in our_models():
        if issubclass(model, TenantModel):
            field = model._meta.get_field("partnership")
            fits = isinstance(field, models.ForeignKey) and field.related_model is Partnership
            if not fits or field.null or field.editable or field.remote_field.on_delete is not models.PROTECT:
                wrong.append(model.__name__)
    assert wrong == []


def test_every_manager_of_a_tenant_model_is_closed_outside_a_door():
    open_ones = [
        f"{model.__name__}.{manager.name}"
        for model in our_models()
        if issubclass(model, TenantModel)
        for manager in [model._default_manager, *model._meta.managers]
        if not isinstance(manager, TenantManager)
    ]
    assert open_ones == []


def test_many_rows_are_written_by_the_same_rules_as_one():
    loose = [
        model.__name__
        for model in our_models()
        if issubclass(model, TenantModel) and not issubclass(model.objects._queryset_class, TenantQuerySet)
    ]
    assert loose == []


def test_no_hidden_table_joins_tenant_rows():
    """A many-to-many between tenant rows says its own table, which then has its own partnership."""
    hidden = []
    for model in our_models(hidden=True):
        if model._meta.auto_created:
            sides = [field.related_model for field in model._meta.fields if field.is_relation]
            if any(side is Partnership or issubclass(side, TenantModel) for side in sides):
                hidden.append(model.__name__)
    assert hidden == []


def test_names_on_screen_start_small():
    """Verbose names are parts of sentences."""
    wrong = [
        str(model._meta.verbose_name_raw)
        for model in our_models()
        if not issubclass(model, models.Model) or str(model._meta.verbose_name_raw)[:1].isupper()
    ]
    assert wrong == []


MAY_CHANGE_ROWS = {
    "partnerships/migrations/0026_once.py": "ends what was there twice before a constraint; makes no row and takes none away",
}


def migrations():
    return [path for path in files(".py") if path.parent.name == "migrations" and path.name != "__init__.py"]


def test_migrations_have_names():
    assert [name_of(path) for path in migrations() if re.match(r"\d+_auto|\d+_\w+_and_more", path.name)] == []


def test_migrations_hold_no_catalogue():
    """Schemes are files; a migration changes tables and never writes rows."""
    writers = [name_of(path) for path in migrations() if "RunPython" in text(path) or "INSERT INTO" in text(path)]
    assert writers == list(MAY_CHANGE_ROWS)
