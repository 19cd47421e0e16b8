import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Role
from partnerships.mailbox import MailboxField, MailboxKey
from partnerships.models.tenant import TenantModel


class Invitation(TenantModel):
    """An offer of a membership to an address. The mailed link is made from ``nonce``; nothing in a row opens a door."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(
        "partnerships.Contact",
        verbose_name=_("contact"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
    )
    partner = models.ForeignKey(
        "partnerships.Partner",
        verbose_name=_("party"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
    )
    email = MailboxField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    until = models.DateField(_("until"), null=True, blank=True)  # of the role: the first day without it
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    # A code mailed to the invited address, for somebody who is signed in with another account.
    code_for = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code_hash = models.CharField(max_length=128, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(  # one that ran out is open still: the next invitation ends it
                "partnership", MailboxKey("email"), "role", Coalesce("partner", 0),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True), name="one_open_invitation",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.email
