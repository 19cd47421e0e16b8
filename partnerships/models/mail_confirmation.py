import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import DomainField, MailboxField


class MailConfirmation(models.Model):
    """An organisation said that a mail domain is its own, or that one mailbox is; from the mailbox that we wrote to.

    Of the house, like ``SignOn``: an organisation takes part in many partnerships. What was asked and never answered
    confirms nothing. What was confirmed stays as it was; it ends with a day, and is never taken back for what was sent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="mail_confirmations",
    )
    domain = DomainField(  # empty: only the mailbox that we wrote to
        _("mail domain"),
        max_length=120,
        blank=True,
        help_text=_("Behind the @, such as oosterveen.nl. Leave it empty to confirm this one mailbox only."),
    )
    email = MailboxField(_("mailbox that we write to"))
    nonce = models.CharField(max_length=32, editable=False)
    asked_by = models.ForeignKey(
        "partnerships.User", verbose_name=_("asked by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("link works until"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("confirmed mail domain or mailbox")
        verbose_name_plural = _("confirmed mail domains and mailboxes")
        ordering = ["organisation__name", "pk"]

    def __str__(self) -> str:
        return self.domain or self.email

    @property
    def link(self) -> str:
        """What the mail makes its link from."""
        return f"confirm:{self.uuid}:{self.nonce}"
