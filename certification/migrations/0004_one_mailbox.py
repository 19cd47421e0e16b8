import partnerships.mailbox
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0003_recognition_copy"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recognitioncopy",
            name="email",
            field=partnerships.mailbox.MailboxField(max_length=254, verbose_name="e-mail address"),
        ),
    ]
