from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0007_due_parties"),
    ]

    operations = [
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
                    ("refused", "Refused text"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
    ]
