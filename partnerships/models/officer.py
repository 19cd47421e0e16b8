from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import OfficerRole


class Officer(models.Model):
    """A person who works across partnerships for one organisation: overseer of a municipality, auditor of a body."""

    user = models.ForeignKey(
        "partnerships.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="offices"
    )
    organisation = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="officers"
    )
    role = models.CharField(_("role"), max_length=16, choices=OfficerRole.choices)
    valid_from = models.DateField(_("since"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["organisation__name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="office_period",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(valid_until__isnull=True),
                name="one_office_without_end",
                violation_error_message=_("This person holds this office already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"
