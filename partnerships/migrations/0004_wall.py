from django.db import migrations

from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_name_leader")]

    operations = [
        RaiseWall("activity"),
        RaiseWall("agreement"),
        RaiseWall("contact"),
        RaiseWall("cycle"),
        RaiseWall("document"),
        RaiseWall("invitation"),
        RaiseWall("job"),
        RaiseWall("meeting"),
        RaiseWall("membership"),
        RaiseWall("outbox"),
        RaiseWall("partner"),
        RaiseWall("partnershiparea"),
        RaiseWall("reminder"),
        RaiseWall("signature"),
        RaiseWall("task"),
        RaiseWall("waiver"),
    ]
