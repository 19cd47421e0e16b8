import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import partnerships.mailbox

# What ``MailboxKey`` gives, of the row named {0}.
MAILBOX = {
    "postgresql": "regexp_replace(replace(lower({0}.email), '\"', ''), '[+][^@]*@', '@')",
    "sqlite": (
        "CASE WHEN instr({0}.email, '+') BETWEEN 1 AND instr({0}.email, '@') "
        "THEN lower(substr({0}.email, 1, instr({0}.email, '+') - 1) || substr({0}.email, instr({0}.email, '@'))) "
        "ELSE lower({0}.email) END"
    ),
}


def endings(vendor: str) -> list[str]:
    """End the doubles that were made before: of invitations the last one works, of roles and offices the first one."""
    key = MAILBOX[vendor]
    return [
        """
        UPDATE partnerships_invitation SET withdrawn_at = CURRENT_TIMESTAMP
        WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND EXISTS (
            SELECT 1 FROM partnerships_invitation newer
            WHERE newer.accepted_at IS NULL AND newer.withdrawn_at IS NULL AND newer.id > partnerships_invitation.id
            AND newer.partnership_id = partnerships_invitation.partnership_id
            AND newer.role = partnerships_invitation.role
            AND COALESCE(newer.partner_id, 0) = COALESCE(partnerships_invitation.partner_id, 0)
            AND MAILBOX(newer) = MAILBOX(partnerships_invitation)
        )
        """.replace("MAILBOX(newer)", key.format("newer")).replace(
            "MAILBOX(partnerships_invitation)", key.format("partnerships_invitation")
        ),
        """
        UPDATE partnerships_membership SET valid_until = valid_from
        WHERE valid_until IS NULL AND EXISTS (
            SELECT 1 FROM partnerships_membership older
            WHERE older.valid_until IS NULL AND older.id < partnerships_membership.id
            AND older.partnership_id = partnerships_membership.partnership_id
            AND older.user_id = partnerships_membership.user_id AND older.role = partnerships_membership.role
            AND COALESCE(older.partner_id, 0) = COALESCE(partnerships_membership.partner_id, 0)
        )
        """,
        """
        UPDATE partnerships_officer SET valid_until = valid_from
        WHERE valid_until IS NULL AND EXISTS (
            SELECT 1 FROM partnerships_officer older
            WHERE older.valid_until IS NULL AND older.id < partnerships_officer.id
            AND older.user_id = partnerships_officer.user_id AND older.role = partnerships_officer.role
            AND older.organisation_id = partnerships_officer.organisation_id
        )
        """,
    ]


class EndDoubles(migrations.RunSQL):
    """``endings`` in the words of the database that is there."""

    def __init__(self) -> None:
        super().__init__(migrations.RunSQL.noop, migrations.RunSQL.noop)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in endings(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0025_mailboxes"),
    ]

    operations = [
        EndDoubles(),
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_once_per_partner",
        ),
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
            model_name="contact",
            constraint=models.UniqueConstraint(
                models.F("partner"), partnerships.mailbox.MailboxKey("email"), name="contact_once_per_partner"
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
