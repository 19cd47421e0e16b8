import django.db.models.deletion
from django.db import migrations, models

from partnerships.tenancy.chaining import GuardTrail
from partnerships.tenancy.wall import RaiseWall


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0023_old_links_of_hand_overs"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="imported",
            field=models.BooleanField(default=False, editable=False, verbose_name="imported"),
        ),
        migrations.AddField(
            model_name="activity",
            name="recorded_at",
            field=models.DateTimeField(db_default=None, editable=False, null=True, verbose_name="recorded at"),
        ),
        migrations.AddField(
            model_name="trailhead",
            name="recorded_at",
            field=models.DateTimeField(null=True, verbose_name="recorded at"),
        ),
        migrations.AlterField(
            model_name="activity",
            name="hash",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="activity",
            name="number",
            field=models.PositiveBigIntegerField(db_default=None, editable=False, null=True, verbose_name="number"),
        ),
        migrations.AlterField(
            model_name="activity",
            name="previous_hash",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name="TrailAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(verbose_name="number")),
                ("hash", models.CharField(max_length=64)),
                ("stamped_at", models.DateTimeField(verbose_name="moment in the timestamp")),
                ("token", models.BinaryField()),
                (
                    "partnership",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                        verbose_name="partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "anchor of the trail",
                "verbose_name_plural": "anchors of the trails",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("partnership", "number"), name="one_anchor_per_row")],
            },
        ),
        RaiseWall("trailanchor"),
        GuardTrail(),
    ]
