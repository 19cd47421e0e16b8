from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0025_mailboxes")]

    operations = [migrations.RemoveField(model_name="contact", name="mandate")]
