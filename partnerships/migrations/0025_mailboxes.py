import django.core.validators
import django.db.models.deletion
import partnerships.mailbox
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0024_kept_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "domain",
                    partnerships.mailbox.DomainField(
                        blank=True,
                        help_text="Behind the @, such as oosterveen.nl. Leave it empty to confirm this one mailbox only.",
                        max_length=120,
                        verbose_name="mail domain",
                    ),
                ),
                ("email", partnerships.mailbox.MailboxField(max_length=254, verbose_name="mailbox that we write to")),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="link works until")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "confirmed mail domain or mailbox",
                "verbose_name_plural": "confirmed mail domains and mailboxes",
                "ordering": ["organisation__name", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_email_once_whatever_case",
        ),
        migrations.AddField(
            model_name="signature",
            name="confirmed_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("domain", "the organisation confirmed the domain"),
                    ("mailbox", "the organisation confirmed this mailbox"),
                    ("sign_on", "the organisation signs in with this domain"),
                ],
                max_length=8,
                verbose_name="address confirmed by",
            ),
        ),
        migrations.AlterField(
            model_name="ceremonyguest",
            name="email",
            field=partnerships.mailbox.MailboxField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="contact",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="outbox",
            name="to",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="to"),
        ),
        migrations.AlterField(
            model_name="pulseask",
            name="email",
            field=partnerships.mailbox.MailboxField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="recipient",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="to"),
        ),
        migrations.AlterField(
            model_name="signature",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="signaturehandover",
            name="from_email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="address of who was asked"),
        ),
        migrations.AlterField(
            model_name="signaturehandover",
            name="to_email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="address of who signs instead"),
        ),
        migrations.AlterField(
            model_name="signondomain",
            name="domain",
            field=partnerships.mailbox.DomainField(
                max_length=120,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9-]+(\\.[a-z0-9-]+)+$", "A domain in small letters, such as oosterveen.nl."
                    )
                ],
                verbose_name="mail domain",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, unique=True, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="wantedparty",
            name="email",
            field=partnerships.mailbox.MailboxField(blank=True, max_length=254, verbose_name="general e-mail address"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(partnerships.mailbox.MailboxKey("email"), name="user_once_per_mailbox"),
        ),
        migrations.AddField(
            model_name="mailconfirmation",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="mailconfirmation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mail_confirmations",
                to="partnerships.organisation",
                verbose_name="organisation",
            ),
        ),
    ]
