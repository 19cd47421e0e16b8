import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Coming
from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class Ceremony(TenantModel):
    """The occasion at which a text is signed or a recognition is given (F79; S002 "feestelijk moment", S004)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="ceremonies")
    agreement = models.ForeignKey(  # null: the text to be signed does not exist yet
        "partnerships.Agreement", on_delete=models.SET_NULL, null=True, blank=True, related_name="ceremonies"
    )
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts at"))
    location = models.CharField(_("location"), max_length=200)
    programme = models.TextField(_("programme"), blank=True)
    press_note = models.TextField(_("note for the press"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_reason = models.TextField(_("reason for cancelling"), blank=True)

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:ceremony", kwargs={"partnership": self.partnership.slug, "uuid": self.uuid})


class CeremonyGuest(TenantModel):
    """Somebody who is asked to come, with or without an account; a link in a mail is enough to answer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ceremony = models.ForeignKey("partnerships.Ceremony", on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = MailboxField(_("e-mail address"), blank=True)
    is_press = models.BooleanField(_("press"), default=False)
    coming = models.CharField(_("coming"), max_length=8, choices=Coming.choices, default=Coming.UNKNOWN)
    nonce = models.CharField(max_length=32)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "email"], condition=~models.Q(email=""), name="guest_once_per_ceremony"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """What ``Outbox.token_for`` holds for this guest."""
        return f"guest:{self.uuid}:{self.nonce}"


class CeremonyPhoto(TenantModel):
    """A picture of the occasion. Without the consent of who is on it there is no row, and no file."""

    ceremony = models.ForeignKey("partnerships.Ceremony", on_delete=models.CASCADE, related_name="photos")
    document = models.OneToOneField("partnerships.Document", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=200)
    consent_asked_by = models.CharField(_("who asked for consent"), max_length=120)
    consent_on = models.DateField(_("consent asked on"))
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption
