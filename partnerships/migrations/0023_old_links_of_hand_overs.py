from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0022_words_of_hand_overs"),
    ]

    operations = [
        migrations.AddField(
            model_name="signaturehandover",
            name="from_nonce",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
