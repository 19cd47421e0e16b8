import django.db.models.deletion
from django.db import migrations, models

from partnerships.tenancy.wall import HoldKey


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0003_wall"),
        ("partnerships", "0025_mailboxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="partnerships.document",
                verbose_name="evidence",
            ),
        ),
        HoldKey("measure", "evidence"),
    ]
