from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ContactChannel, Firmness
from partnerships.models.tenant import TenantModel


class SoundingOut(TenantModel):
    """One attempt to win a puller of the initiative: with whom, how, and what it brought (F07). Names no person."""

    partner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="soundings",
    )
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)  # not a party (yet)
    function = models.CharField(_("function of the person"), max_length=120, blank=True)
    held_on = models.DateField(_("contact on"))
    channel = models.CharField(_("how"), max_length=16, choices=ContactChannel.choices)
    outcome = models.TextField(_("outcome"))
    commitment = models.CharField(_("commitment"), max_length=8, choices=Firmness.choices)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sounding out")
        verbose_name_plural = _("soundings out")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return str(self.partner) if self.partner_id else self.organisation_name
