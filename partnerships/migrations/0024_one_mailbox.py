import django.core.validators
import partnerships.mailbox

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partnerships", "0023_old_links_of_hand_overs"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_email_once_whatever_case",
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
    ]
