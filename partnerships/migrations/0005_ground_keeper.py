import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="kept_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
    ]
