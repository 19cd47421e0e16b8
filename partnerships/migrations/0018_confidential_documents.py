from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0017_replaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="confidential",
            field=models.BooleanField(default=False, verbose_name="confidential"),
        ),
    ]
