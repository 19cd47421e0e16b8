import partnerships.mailbox

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0005_erasure_notice"),
    ]

    operations = [
        migrations.AlterField(
            model_name="erasurenotice",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="digestreader",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, unique=True, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="progresslink",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
    ]
