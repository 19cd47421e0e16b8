import uuid
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ConfirmedBy, ProofKind, SignatureMethod, SignatureState
from partnerships.mailbox import MailboxField
from partnerships.models.tenant import TenantModel


class Signature(TenantModel):
    """One request to sign, and what came of it: signed with name, function and a mailed code, or refused with a reason."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey("partnerships.Agreement", on_delete=models.PROTECT, related_name="signatures")
    partner = models.ForeignKey(
        "partnerships.Partner", verbose_name=_("party"), on_delete=models.PROTECT, related_name="signatures"
    )
    as_witness = models.BooleanField(_("as a witness"), default=False)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)  # frozen on sending
    email = MailboxField(_("e-mail address"))  # frozen on sending, as are the next three
    confirmed_by = models.CharField(  # frozen with the address; empty: nobody of the organisation confirmed it
        _("address confirmed by"), max_length=8, choices=ConfirmedBy.choices, blank=True
    )
    phone = models.CharField(  # for a code by text message; empty where the installation sends none
        _("telephone"), max_length=32, blank=True
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    mandate = models.CharField(_("basis of the mandate"), max_length=300, blank=True)  # with its period
    nonce = models.CharField(max_length=32)  # the link is made from this and the secret key at the moment of mailing
    expires_at = models.DateTimeField(_("link works until"))
    turn = models.PositiveSmallIntegerField(
        _("turn"), default=0
    )  # in a round one after the other; equal turns together
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)  # null with a turn: it has not come yet
    sign_by = models.DateField(_("to be signed by"), null=True, blank=True)  # null: as the agreement says
    code_hash = models.CharField(max_length=128, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(
        _("how it was signed"), max_length=8, choices=SignatureMethod.choices, default=SignatureMethod.LINK
    )
    second_proof = models.CharField(  # set when the code is asked for; the sheet names it
        _("second proof"), max_length=8, choices=ProofKind.choices, blank=True
    )
    recorded_by = models.ForeignKey(  # of a signature on paper: who says so
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey("partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_on_paper = models.DateField(
        _("signed on paper on"), null=True, blank=True
    )  # signed_at: when it was recorded
    objected_at = models.DateTimeField(  # "this is not my signature", once everybody had signed: the record stays
        _("objected to at"), null=True, blank=True
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_name = models.CharField(_("name as signed"), max_length=120, blank=True)
    signed_function = models.CharField(_("function as signed"), max_length=120, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)  # of the text that was on the screen
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    decline_reason = models.TextField(_("reason for declining"), blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["as_witness", "partner__organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner", "email"], name="signatory_once_per_agreement"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | models.Q(declined_at__isnull=True),
                name="signed_or_declined_not_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.partner})"

    @property
    def party_name(self) -> str:
        """The party as it was called when the text was sent; an organisation renamed later changes no evidence."""
        return self.organisation_name or self.partner.organisation.name

    @property
    def is_unconfirmed(self) -> bool:
        """Was the address none that the organisation had confirmed, when the request was sent to it?"""
        return not self.confirmed_by

    @property
    def link(self) -> str:
        """What ``Outbox.token_for`` holds for this signatory; replacing the person changes it."""
        return f"sign:{self.uuid}:{self.nonce}"

    @property
    def waits(self) -> bool:
        """Has the turn of this person not come yet?"""
        return bool(self.turn) and self.asked_at is None

    @property
    def deadline(self) -> date | None:
        """The day to have signed by: their own, else that of the round."""
        return self.sign_by or self.agreement.sign_by

    def state(self, *, at: datetime) -> SignatureState:
        if self.signed_at:
            return SignatureState.SIGNED
        if self.declined_at:
            return SignatureState.REFUSED
        if not self.agreement.is_open:
            return SignatureState.STOPPED
        if self.waits:
            return SignatureState.WAITING
        return SignatureState.EXPIRED if self.expires_at <= at else SignatureState.ASKED
