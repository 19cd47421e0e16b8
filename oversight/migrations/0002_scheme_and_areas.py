from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_founding"),
    ]

    operations = [
        migrations.AddField(
            model_name="due",
            name="scheme_urn",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.AddField(
            model_name="due",
            name="scheme_version",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="progress",
            name="area_names",
            field=models.TextField(blank=True),
        ),
    ]
