from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0026_once")]

    operations = [migrations.RemoveField(model_name="contact", name="mandate")]
