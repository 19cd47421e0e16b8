from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0019_paper_objections"),
    ]

    operations = [
        migrations.AddField(
            model_name="pulse",
            name="parties",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="parties that answered"),
        ),
        migrations.AddField(
            model_name="pulseask",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
    ]
