from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0018_confidential_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="objected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="objected to at"),
        ),
    ]
