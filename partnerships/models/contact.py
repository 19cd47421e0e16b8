from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel
from partnerships.personal_data import NOBODY


class Contact(TenantModel):
    """A person of a partner: representative, authorised signatory, or both (F11). Needs no account."""

    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.CASCADE, related_name="contacts"
    )
    user = models.ForeignKey(
        "partnerships.User",
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    email = MailboxField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    represents = models.BooleanField(_("representative in the working group"), default=False)
    signs = models.BooleanField(_("authorised to sign"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name"]
        constraints = [  # the same mailbox with another +tag is refused by the verb alone: some parties had it before
            models.UniqueConstraint(fields=["partner", "email"], name="contact_once_per_partner")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_forgotten(self) -> bool:
        """Was this person erased? The row stays where something still points to it; nobody reads the address."""
        return self.email.endswith(NOBODY)
