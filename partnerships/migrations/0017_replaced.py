from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0016_given_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="signaturehandover",
            name="replaced",
            field=models.BooleanField(default=False, verbose_name="by who leads"),
        ),
    ]
