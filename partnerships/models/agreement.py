import uuid
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.enums import AgreementKind, AgreementState
from partnerships.models.tenant import TenantModel
from partnerships.periods import last_day


class Agreement(TenantModel):
    """A text the parties sign (F16). Frozen on sending: another text is another round."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey("partnerships.Cycle", on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=32, choices=AgreementKind.choices)
    scheme_document = models.CharField(max_length=80)  # id in the scheme file or of a general template
    template = models.CharField(max_length=80, blank=True)  # the version its words came from, "covenant-1"
    parent = models.ForeignKey(  # what an accession or a notice is about
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    replaces = models.ForeignKey(  # the round before this one: refused, withdrawn or run out
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))  # plain blocks, see documents/blocks.py
    party_ids = models.JSONField(_("parties that sign"), default=list, blank=True)  # partners; []: as the document says
    text_sha256 = models.CharField(max_length=64, blank=True)
    named = models.JSONField(default=dict, blank=True)  # on sending: the names of the partnership and of its areas
    document_number = models.CharField(max_length=32, blank=True)  # given on sending, printed in the PDF
    created_at = models.DateTimeField(_("drafted at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey("partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    in_order = models.BooleanField(_("one after the other"), default=False)
    sign_by = models.DateField(_("to be signed by"), null=True, blank=True)
    remind_first_days = models.PositiveSmallIntegerField(_("first reminder after"), null=True, blank=True)  # days
    remind_every_days = models.PositiveSmallIntegerField(_("next reminders every"), null=True, blank=True)  # days
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # half-open: the first day it does not hold
    notice_days = models.PositiveSmallIntegerField(_("term of notice in days"), null=True, blank=True)
    counts_from = models.DateField(_("counts from"), null=True, blank=True)  # of a notice: the first day without them
    consented_at = models.DateTimeField(_("others agreed, recorded at"), null=True, blank=True)  # of an accession
    consented_by = models.ForeignKey(  # who recorded that the other parties agree
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason for withdrawing"), blank=True)
    dropped_at = models.DateTimeField(  # of a refused text: no new round of it comes
        _("withdrawn after a refusal at"), null=True, blank=True
    )
    completed_at = models.DateTimeField(_("signed by all at"), null=True, blank=True)
    sealing_until = models.DateTimeField(null=True, blank=True)  # lease of the worker that renders and seals
    sealing_tries = models.PositiveSmallIntegerField(default=0)
    document = models.OneToOneField(
        "partnerships.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="agreement"
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "scheme_document", "round"],
                condition=models.Q(parent__isnull=True),
                name="agreement_round_once",
            ),
            models.UniqueConstraint(
                fields=["cycle", "scheme_document"],
                condition=models.Q(withdrawn_at__isnull=True, completed_at__isnull=True, parent__isnull=True),
                name="one_live_agreement_per_document",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement", kwargs={"partnership": self.partnership.slug, "uuid": self.uuid})

    @property
    def next_round_url(self) -> str:
        """Where a new round of it begins; of what is signed beside another text its own page."""
        if self.parent_id:
            return self.get_absolute_url()
        here = {"partnership": self.partnership.slug, "document": self.scheme_document}
        return reverse("partnerships:agreement-draft", kwargs=here)

    @property
    def state(self) -> AgreementState:
        """Reads the signatures only of a stopped text: a refusal stops it just as withdrawing does."""
        if self.withdrawn_at:
            refused = any(signature.declined_at for signature in self.signatures.all())
            return AgreementState.REFUSED if refused else AgreementState.WITHDRAWN
        if self.completed_at:
            return AgreementState.SEALED if self.document_id else AgreementState.COMPLETE
        return AgreementState.OUT if self.sent_at else AgreementState.DRAFT

    @property
    def last_day(self) -> date | None:
        """The last day the text is valid; None when it does not end."""
        return last_day(self.valid_until)

    @property
    def is_open(self) -> bool:
        """May somebody still sign?"""
        return bool(self.sent_at) and not (self.withdrawn_at or self.completed_at)
