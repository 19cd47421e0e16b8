from django.db import migrations

from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_founding"), ("partnerships", "0004_wall")]

    operations = [
        RaiseWall("audit"),
        RaiseWall("certificate"),
        RaiseWall("dossier"),
        RaiseWall("dossieritem"),
        RaiseWall("judgement"),
        RaiseWall("operationalstart"),
    ]
