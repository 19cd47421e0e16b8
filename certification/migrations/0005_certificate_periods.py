import django.db.models.deletion
from django.db import migrations, models

from partnerships.tenancy.overlap import RefuseOverlap
from partnerships.tenancy.wall import HoldKey, RaiseWall


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0004_one_mailbox"),
        ("partnerships", "0027_one_mandate"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="party_names",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="certificate",
            name="succeeded_on",
            field=models.DateField(blank=True, null=True, verbose_name="succeeded on"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="successor",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessor",
                to="certification.certificate",
                verbose_name="successor",
            ),
        ),
        HoldKey("certificate", "successor"),
        migrations.CreateModel(
            name="CertificatePeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme_urn", models.CharField(max_length=80)),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.area"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="certification.certificate",
                    ),
                ),
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
                "verbose_name": "period of a certificate",
                "verbose_name_plural": "periods of certificates",
                "ordering": ["valid_from", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("certificate", "area"), name="certificate_period_once"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__lte", models.F("valid_until"))),
                        name="certificate_period_forward",
                    ),
                ],
            },
        ),
        RaiseWall("certificateperiod"),
        RefuseOverlap(
            "certificateperiod", ["area", "scheme_urn"], "valid_from", "valid_until", name="one_certificate_at_a_time"
        ),
    ]
