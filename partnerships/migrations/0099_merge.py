from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0020_allies"),
        ("partnerships", "0030_bonds"),
        ("partnerships", "0040_mandates"),
        ("partnerships", "0050_texts"),
        ("partnerships", "0060_ceremony"),
        ("partnerships", "0070_evidence"),
    ]

    operations: list[object] = []
