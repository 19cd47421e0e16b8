"""Constraints for what may be there once, and before them the doubles that were made while nothing kept them out.

No row is thrown away: of an invitation, a role or an office what is too many ends, and a name that differs from another
in capitals only gets a number, so that people can tell them apart and put it right.
"""

import logging

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models
from django.utils import timezone

import partnerships.mailbox
from partnerships.tenancy.doors import sweep_door

logger = logging.getLogger(__name__)
OPEN = {"accepted_at": None, "withdrawn_at": None}
TABLES = ("Invitation", "Membership", "PartyType", "Partner", "WantedParty")


def settle_doubles(apps, _schema_editor):
    """Through the door of the clock: behind the wall even the owner of the tables sees no row."""
    with sweep_door(*(apps.get_model("partnerships", name) for name in TABLES)):
        end_invitations(apps)
        end_memberships(apps)
        end_offices(apps)
        number_names(apps)


def doubles(rows, *keys):
    """Of rows in the order in which they are to be kept: each one too many, with the one that stays."""
    kept = {}
    for row in rows:
        first = kept.setdefault(tuple(getattr(row, key) for key in keys), row)
        if first is not row:
            yield row, first


def end_invitations(apps):
    """Of the same open offer the one that works longest stays: its link is the one that was mailed last."""
    table = apps.get_model("partnerships", "Invitation").objects
    rows = table.filter(**OPEN).annotate(key=partnerships.mailbox.MailboxKey("email")).order_by("-expires_at", "-pk")
    ended = [double.pk for double, _kept in doubles(rows, "partnership_id", "key", "role", "partner_id")]
    if ended:
        table.filter(pk__in=ended).update(withdrawn_at=timezone.now())
        logger.warning("Withdrawn, for a later one is open: %s invitations", len(ended))


def end_memberships(apps):
    """Of the same role without a last day the one that began first stays, also for those who stand in for it."""
    table = apps.get_model("partnerships", "Membership").objects
    rows = table.filter(valid_until=None).order_by("valid_from", models.F("deputy_for").asc(nulls_first=True), "pk")
    found = list(doubles(rows, "partnership_id", "user_id", "role", "partner_id"))
    for double, kept in found:
        table.filter(deputy_for=double.pk).exclude(pk=kept.pk).update(deputy_for=kept.pk)
        table.filter(pk=double.pk).update(valid_until=double.valid_from)
    if found:
        logger.warning("Ended, for the person has the same role already: %s memberships", len(found))


def end_offices(apps):
    table = apps.get_model("partnerships", "Officer").objects
    found = list(
        doubles(table.filter(valid_until=None).order_by("valid_from", "pk"), "user_id", "organisation_id", "role")
    )
    for double, _kept in found:
        table.filter(pk=double.pk).update(valid_until=double.valid_from)
    if found:
        logger.warning("Ended, for the person holds the same already: %s offices", len(found))


def number_names(apps):
    """Of the same name in other capitals the first stays; the next becomes "brandweer oost (2)", for people to put right."""
    low = django.db.models.functions.text.Lower("name")
    for name, within in (
        ("Organisation", ("kind", "country")),
        ("Area", ("municipality_id",)),
        ("PartyType", ("partnership_id",)),
    ):
        table = apps.get_model("partnerships", name).objects
        for double, _kept in list(doubles(table.annotate(low=low).order_by("pk"), *within, "low")):
            same = table.filter(**{field: getattr(double, field) for field in within})
            new = free_name(double.name, same, most=table.model._meta.get_field("name").max_length)
            if name == "PartyType":  # the parties of this kind go along
                for user in ("Partner", "WantedParty"):
                    rows = apps.get_model("partnerships", user).objects.filter(partnership_id=double.partnership_id)
                    rows.filter(kind=double.name).update(kind=new)
            table.filter(pk=double.pk).update(name=new)
            logger.warning("Renamed, for there is one with this name: %s %s is now “%s”", name, double.pk, new)


def free_name(name, same, *, most):
    """The name with the first number that no other row has."""
    number = 2
    while True:
        ending = f" ({number})"
        new = name[: most - len(ending)] + ending
        if not same.filter(name__iexact=new).exists():
            return new
        number += 1


def check_keys(_apps, schema_editor):
    """PostgreSQL makes no index while a key waits to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0025_mailboxes"),
    ]

    operations = [
        migrations.RunPython(settle_doubles, migrations.RunPython.noop),
        migrations.RunPython(check_keys, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_once",
        ),
        migrations.RemoveConstraint(
            model_name="partytype",
            name="party_type_once",
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                models.F("municipality"),
                django.db.models.functions.text.Lower("name"),
                name="area_once_per_municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("partnership"),
                partnerships.mailbox.MailboxKey("email"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("partner", 0),
                condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                name="one_open_invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                models.F("partnership"),
                models.F("user"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("partner", 0),
                condition=models.Q(("valid_until__isnull", True)),
                name="one_membership_without_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="officer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("user", "organisation", "role"),
                name="one_office_without_end",
                violation_error_message="This person holds this office already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                django.db.models.functions.text.Lower("name"),
                models.F("country"),
                name="organisation_once",
                violation_error_message="There is already an organisation of this kind with this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partytype",
            constraint=models.UniqueConstraint(
                models.F("partnership"), django.db.models.functions.text.Lower("name"), name="party_type_once"
            ),
        ),
    ]
