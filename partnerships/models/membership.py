from datetime import date

from django.db import models
from django.db.models import Expression, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Role
from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet


def valid_on(day: date | Expression) -> Q:
    """Half-open period: from the first day up to, not including, the last."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


class MembershipQuerySet(TenantQuerySet):
    def valid(self, *, on: date | Expression) -> "MembershipQuerySet":
        return self.filter(valid_on(on))


class Membership(TenantModel):
    """A person's role in one partnership, for a period (F13)."""

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, editable=False, related_name="memberships"
    )
    user = models.ForeignKey(
        "partnerships.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    partner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
    )
    deputy_for = models.ForeignKey(  # same role, same party, never longer than this one
        "self", verbose_name=_("deputy for"), on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    given_by = models.ForeignKey(  # empty: the founding did, or nobody knows; counts where a leader wants to sign
        "partnerships.User", verbose_name=_("given by"), on_delete=models.SET_NULL, null=True, blank=True,
        editable=False, related_name="+",
    )  # fmt: skip
    valid_from = models.DateField(_("since"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = TenantManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["role", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="membership_period",
            ),
            models.UniqueConstraint(  # roles with a last day: domain/memberships.hold_roles
                "partnership", "user", "role", Coalesce("partner", 0), condition=Q(valid_until__isnull=True),
                name="one_membership_without_end",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["user", "partnership"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
