from django.db import migrations

from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_scheme_and_areas"), ("partnerships", "0004_wall")]

    operations = [
        RaiseWall("due", projection=True),
        RaiseWall("progress", projection=True),
    ]
