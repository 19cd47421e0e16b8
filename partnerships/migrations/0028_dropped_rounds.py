from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0027_one_mandate"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="dropped_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn after a refusal at"),
        ),
    ]
