import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models import TenantModel


class RecognitionCopy(TenantModel):
    """The recognition in somebody's own name: one for every member of the working group and every signatory (F80)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.PROTECT, related_name="copies")
    email = MailboxField(_("e-mail address"))  # frozen, as are the next three
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    user = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    nonce = models.CharField(max_length=32)
    document = models.OneToOneField(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recognition in a person's name")
        verbose_name_plural = _("recognitions in persons' names")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "email"], name="recognition_once_per_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """What ``Outbox.token_for`` holds for this person."""
        return f"recognition:{self.uuid}:{self.nonce}"
