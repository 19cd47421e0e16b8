from django.db import migrations

from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0002_measure_added_on"),
        ("partnerships", "0004_wall"),
        ("assessments", "0002_wall"),
    ]

    operations = [
        RaiseWall("measure"),
        RaiseWall("objective"),
        RaiseWall("plan"),
        RaiseWall("planapproval"),
        RaiseWall("planelement"),
    ]
