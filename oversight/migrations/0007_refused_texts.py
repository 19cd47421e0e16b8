from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0006_one_mailbox"),
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
                    ("certificate", "Certificate"),
                    ("renewal", "Renewal step"),
                    ("refused", "Refused text"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
    ]
