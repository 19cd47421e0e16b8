from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureSource
from partnerships.models import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class FigureImport(TenantModel):
    """An uploaded file on its way to figures: read, previewed, confirmed or thrown away. Until then nothing changes."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="figure_imports")
    source = models.CharField(_("source"), max_length=32, choices=FigureSource.choices, default=FigureSource.POLICE)
    file = models.FileField(upload_to="imports")
    filename = models.CharField(max_length=160)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey("partnerships.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # What reading found, see assessments/domain/figures.py; or {"refused": sentence}
    preview = models.JSONField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of figures")
        verbose_name_plural = _("imports of figures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename


class FigureSet(TenantModel):
    """One confirmed delivery of counts: source, area as the source names it, period (B04: what makes it comparable)."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="figure_sets")
    source = models.CharField(_("source"), max_length=32, choices=FigureSource.choices)
    area_name = models.CharField(_("area according to the source"), max_length=160)
    first_period = models.DateField(_("from"))
    last_period = models.DateField(_("up to"))  # half-open: the first day after
    monthly = models.BooleanField(_("per month"), default=False)
    filename = models.CharField(max_length=160)
    origin = models.ForeignKey(FigureImport, on_delete=models.PROTECT, null=True, related_name="figure_sets")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("set of figures")
        verbose_name_plural = _("sets of figures")
        ordering = ["first_period", "area_name"]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.area_name}"

    @property
    def last_day(self) -> date:
        """The period as screens show it: up to and including this day."""
        return self.last_period - timedelta(days=1)


class FigureQuerySet(TenantQuerySet):
    def parts(self) -> "FigureQuerySet":
        """Without totals: these may be added up with each other, never with a total."""
        return self.filter(is_total=False)


class Figure(TenantModel):
    """A count. ``value`` None means the source gives no figure, which is not nought."""

    figure_set = models.ForeignKey(FigureSet, on_delete=models.CASCADE, related_name="figures")
    category = models.CharField(_("category"), max_length=16)  # code such as 2.5.1; empty code for a total
    category_name = models.CharField(_("category"), max_length=120)
    period = models.DateField(_("period"))  # its first day
    value = models.PositiveIntegerField(_("number"), null=True, blank=True)
    is_total = models.BooleanField(default=False)

    objects = TenantManager.from_queryset(FigureQuerySet)()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["period", "category"]
        constraints = [
            models.UniqueConstraint(fields=["figure_set", "category", "is_total", "period"], name="figure_once_per_set")
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.period}"
