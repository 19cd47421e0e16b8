from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Commitment
from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


class PartnerQuerySet(TenantQuerySet):
    def joined(self) -> "PartnerQuerySet":
        return self.filter(joined_on__isnull=False, left_on__isnull=True)


class Partner(TenantModel):
    """An organisation in this partnership, with what it expects of it (F06, F11, F14)."""

    organisation = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="partners"
    )
    kind = models.CharField(_("kind of party"), max_length=32)  # a party kind of the scheme, usually PartyKind
    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    joined_on = models.DateField(_("takes part since"), null=True, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    decline_reason = models.TextField(_("reason for declining"), blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    expectation = models.TextField(_("what we expect of the cooperation"), blank=True)
    desired_environment = models.TextField(_("how we would like the area to be"), blank=True)
    own_role = models.TextField(_("what we do ourselves"), blank=True)

    objects = TenantManager.from_queryset(PartnerQuerySet)()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="organisation_once_per_partnership")
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def commitment(self) -> Commitment:
        if self.left_on:
            return Commitment.LEFT
        if self.joined_on:
            return Commitment.JOINED
        return Commitment.DECLINED if self.declined_on else Commitment.INVITED
