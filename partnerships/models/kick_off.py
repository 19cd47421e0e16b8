import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Attendance
from partnerships.models.tenant import TenantModel


class KickOff(TenantModel):
    """The first meeting with all who were approached: planned, changed, cancelled, held (F15; S002)."""

    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="kick_offs")
    planned_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    agenda = models.TextField(_("agenda"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.TextField(_("reason for cancelling"), blank=True)
    meeting = models.OneToOneField(
        "partnerships.Meeting",
        verbose_name=_("meeting that was held"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="kick_off",
    )

    class Meta:
        verbose_name = _("kick-off")
        verbose_name_plural = _("kick-offs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.planned_on}"

    @property
    def is_open(self) -> bool:
        """Still to be held: neither cancelled nor recorded."""
        return self.cancelled_at is None and self.meeting_id is None


class KickOffInvitee(TenantModel):
    """A contact who was asked to come. The mailed link is made from ``nonce``; nothing in a row opens a door."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kick_off = models.ForeignKey(KickOff, on_delete=models.CASCADE, related_name="invitees")
    contact = models.ForeignKey(
        "partnerships.Contact", verbose_name=_("contact"), on_delete=models.CASCADE, related_name="kick_offs"
    )
    nonce = models.CharField(max_length=32)
    invited_at = models.DateTimeField(_("invited at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitee of the kick-off")
        verbose_name_plural = _("invitees of the kick-off")
        ordering = ["contact__partner__organisation__name", "contact__name"]
        constraints = [models.UniqueConstraint(fields=["kick_off", "contact"], name="kick_off_invitee_once")]

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def link(self) -> str:
        """What ``Outbox.token_for`` holds for this person."""
        return f"kickoff:{self.uuid}:{self.nonce}"

    @property
    def answer(self) -> Attendance:
        if self.accepted_at:
            return Attendance.COMES
        return Attendance.STAYS_AWAY if self.declined_at else Attendance.OPEN
