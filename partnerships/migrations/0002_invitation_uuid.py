import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_founding")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
