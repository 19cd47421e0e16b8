import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models import TenantModel


class ProgressLink(TenantModel):
    """That somebody of a party was mailed a link to tell how far one measure or task is. The link is made from ``nonce``.

    A row is no right: whoever opens it must still speak for the party, or be in charge of the measure, at that moment.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField(max_length=120)  # "measure:12", "task:<cycle>:<id in the scheme>"
    email = MailboxField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)  # as the trail writes it
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("works until"))  # later with every mail that brings it

    class Meta:
        verbose_name = _("link to report progress")
        verbose_name_plural = _("links to report progress")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "partner", "subject", "email"], name="progress_link_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="progress_link_end")]

    def __str__(self) -> str:
        return f"{self.name} ({self.partner})"

    @property
    def link(self) -> str:
        """What a mail makes the link from; nothing in it opens a door."""
        return f"progress:{self.uuid}:{self.nonce}"

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]
