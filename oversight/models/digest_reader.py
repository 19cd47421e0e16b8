import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from oversight.enums import Rhythm
from partnerships.mailbox import MailboxField


class DigestReader(models.Model):
    """An address that gets the weekly mail, and how often. Of the house: a person may belong to many partnerships.

    Holds nothing of any partnership, not even which ones.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = MailboxField(_("e-mail address"), unique=True)  # of one mailbox, without a +tag
    nonce = models.CharField(max_length=32)  # the link to change the rhythm is made from this and the secret key
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    changed_at = models.DateTimeField(_("chosen at"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("setting of the weekly mail")
        verbose_name_plural = _("settings of the weekly mail")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.email

    @property
    def link(self) -> str:
        return f"digest:{self.uuid}:{self.nonce}"
