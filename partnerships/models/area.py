from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partnerships.enums import AreaKind


class Area(models.Model):
    """Demarcated ground: shared, and holding public-register facts only (F09)."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=AreaKind.choices)
    municipality = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="areas"
    )
    kept_by = models.ForeignKey(  # who covered it first keeps outline and addresses; others read them
        "partnerships.Partnership", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    boundary = models.JSONField(_("boundary"), null=True, blank=True)  # GeoJSON Polygon or MultiPolygon, WGS84
    hectares = models.DecimalField(_("hectares"), max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", Lower("name"), name="area_once_per_municipality")]

    def __str__(self) -> str:
        return self.name


class AreaAddress(models.Model):
    """One address inside an area. A Belgian postcode covers a municipality, so the street counts there."""

    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="addresses")
    postcode = models.CharField(_("postcode"), max_length=7)
    house_number = models.CharField(_("house number"), max_length=12)
    street = models.CharField(_("street"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["postcode", "street", "house_number"]
        constraints = [
            models.UniqueConstraint(fields=["area", "postcode", "house_number", "street"], name="address_once_per_area")
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}, {self.postcode}".strip()
