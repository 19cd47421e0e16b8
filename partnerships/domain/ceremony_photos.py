"""Pictures of a ceremony. Without the consent of who is on it a picture is not kept, not even for a moment (F79)."""

from datetime import date, datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload, sniff
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Ceremony, CeremonyPhoto, Document, User


@all_or_nothing()
def add_photo(
    ceremony: Ceremony, upload: "UploadedFile[bytes]", *, caption: str, consent: bool, consent_asked_by: str,
    consent_on: date, by: User, on: date, at: datetime,
) -> CeremonyPhoto:  # fmt: skip
    """File a picture, drawn again without its metadata. Raises ``Refused`` without consent, or for another file."""
    if not consent or not consent_asked_by.strip():
        raise Refused(_("Without the consent of everybody on it, a photo is not kept."))
    if consent_on > on:
        raise Refused(_("This day is still to come."))
    media = sniff(upload.read())
    upload.seek(0)
    if not media.startswith("image/"):
        raise Refused(_("Send a photo as JPG, PNG or WebP."))
    document = file_upload(
        ceremony.partnership, upload, kind=DocumentKind.EVIDENCE, title=caption, by=by, at=at, cycle=ceremony.cycle
    )
    photo: CeremonyPhoto = CeremonyPhoto.objects.create(
        partnership_id=ceremony.partnership_id, ceremony=ceremony, document=document, caption=caption,
        consent_asked_by=consent_asked_by.strip(), consent_on=consent_on, added_at=at, added_by=by,
    )  # fmt: skip
    record(
        ceremony.partnership_id, "added_photo", by=by, at=at, cycle=ceremony.cycle, about=ceremony, caption=caption,
        consent_asked_by=photo.consent_asked_by, consent_on=consent_on,
    )  # fmt: skip
    return photo


@transaction.atomic
def remove_photo(photo: CeremonyPhoto, *, by: User, at: datetime) -> None:
    """Take a picture away with its file: somebody withdrew their consent.

    Raises ``StaleState`` when it is gone, ``Refused`` while something else is held by this very file.
    """
    document = photo.document
    if not CeremonyPhoto.objects.filter(pk=photo.pk).delete()[0]:
        raise StaleState
    try:
        Document.objects.filter(pk=document.pk).delete()
    except ProtectedError as error:
        raise Refused(
            _("This photo is an annex of a text or a proof of something. Take it out there first.")
        ) from error
    transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
    ceremony = photo.ceremony
    record(
        ceremony.partnership_id, "removed_photo", by=by, at=at, cycle=ceremony.cycle, about=ceremony,
        caption=photo.caption,
    )  # fmt: skip
