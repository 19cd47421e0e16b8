from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partnerships.enums import PartyKind


class Organisation(models.Model):
    """Shared by all partnerships: what a public register says of an organisation, nothing more."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=32, choices=PartyKind.choices)
    country = models.CharField(
        _("country"), max_length=2, choices=[("NL", _("Netherlands")), ("BE", _("Belgium"))], default="NL"
    )
    register_number = models.CharField(_("register number"), max_length=32, blank=True)
    municipality_code = models.CharField(_("municipality code"), max_length=8, blank=True)
    municipalities = models.ManyToManyField(  # of a province or a regional platform: whose partnerships it oversees
        "self", verbose_name=_("municipalities"), symmetrical=False, blank=True, related_name="overseen_by"
    )
    accent = models.CharField(_("house colour"), max_length=7, blank=True)
    logo = models.FileField(_("logo"), upload_to="logos", blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "kind",
                Lower("name"),
                "country",
                name="organisation_once",
                violation_error_message=_("There is already an organisation of this kind with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
