import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.enums import DocumentKind, SealLevel
from partnerships.models.tenant import TenantModel


def random_path(document: "Document", filename: str) -> str:
    """Stored under a random name: the person's file name is only a label."""
    return f"documents/{uuid.uuid4().hex}"


class Document(TenantModel):
    """A file of the partnership: rendered and sealed by us, or uploaded as evidence. Never changes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(
        "partnerships.Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=DocumentKind.choices)
    scheme_document = models.CharField(max_length=80, blank=True)  # id in the scheme file, where it is one of those
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=random_path)
    filename = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    confidential = models.BooleanField(  # somebody's signature, mandate or name: for who manages it alone
        _("confidential"), default=False
    )
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_id = models.CharField(_("document number"), max_length=32, null=True, blank=True, unique=True)
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)
    seal_level = models.CharField(_("seal"), max_length=8, choices=SealLevel.choices, blank=True)
    created_at = models.DateTimeField(_("added at"))
    created_by = models.ForeignKey(
        "partnerships.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["partnership", "cycle", "scheme_document"])]

    def __str__(self) -> str:
        return self.title
