from django.db import migrations

from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_founding"), ("partnerships", "0004_wall")]

    operations = [
        RaiseWall("analysis"),
        RaiseWall("figure"),
        RaiseWall("figureimport"),
        RaiseWall("figureset"),
        RaiseWall("inspectionround"),
        RaiseWall("priority"),
        RaiseWall("survey"),
        RaiseWall("topicanswer"),
    ]
