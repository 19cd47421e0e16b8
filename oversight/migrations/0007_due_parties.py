import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

from partnerships.tenancy.wall import HoldKey


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0006_one_mailbox"),
        ("partnerships", "0025_mailboxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="due",
            name="optional",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="due",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="partnerships.partner",
            ),
        ),
        migrations.AlterField(
            model_name="due",
            name="kind",
            field=models.CharField(
                choices=[
                    ("task", "Task"),
                    ("signature", "Signature"),
                    ("measure", "Measure"),
                    ("obligation", "Obligation"),
                    ("certificate", "Certificate"),
                    ("renewal", "Renewal step"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
        HoldKey("due", "partner"),
        migrations.AddField(  # of a day long ago: so every open round is judged anew at once
            model_name="progress",
            name="judged_on",
            field=models.DateField(default=dt.date(2000, 1, 1)),
            preserve_default=False,
        ),
    ]
