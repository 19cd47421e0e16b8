from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class SignatureHandOver(TenantModel):
    """Somebody who was asked to sign named a colleague who does: from whom, to whom, and when.

    Also when who leads asked another person instead: then it was ``replaced``.
    """

    signature = models.ForeignKey(
        "partnerships.Signature", verbose_name=_("signature"), on_delete=models.CASCADE, related_name="hand_overs"
    )
    from_name = models.CharField(_("from"), max_length=120)
    from_function = models.CharField(_("function of who was asked"), max_length=120, blank=True)
    from_email = MailboxField(_("address of who was asked"))
    from_nonce = models.CharField(  # of the link that ended: it opens a page that says so, and nothing else
        max_length=32, blank=True
    )
    to_name = models.CharField(_("to"), max_length=120)
    to_function = models.CharField(_("function of who signs instead"), max_length=120)
    to_email = MailboxField(_("address of who signs instead"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    replaced = models.BooleanField(_("by who leads"), default=False)

    class Meta:
        verbose_name = _("hand-over of a request to sign")
        verbose_name_plural = _("hand-overs of requests to sign")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_name} → {self.to_name}"
