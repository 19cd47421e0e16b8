"""The ladder of forms of cooperation: from minutes to a protocol to a legal entity (F19; S000)."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.evidence_files import filed_or_chosen
from partnerships.enums import CooperationStep
from partnerships.exceptions import Refused
from partnerships.models import CooperationForm, Cycle, Document, User


def current_form() -> CooperationForm | None:
    """The form that counts now; None while nothing was laid down."""
    found: CooperationForm | None = CooperationForm.objects.select_related("document").first()
    return found


@all_or_nothing()
def set_cooperation_form(
    cycle: Cycle,
    *,
    step: CooperationStep | str,
    since: date,
    by: User | None,
    on: date,
    at: datetime,
    remark: str = "",
    document: Document | None = None,
    upload: "UploadedFile[bytes] | None" = None,
) -> CooperationForm:
    """Say in which form the parties cooperate from a day on, with the document that shows it.

    Raises ``Refused`` without a document, for a day to come, and for a day before that of the form now.
    """
    if since > on:
        raise Refused(_("This day is still to come."))
    before = current_form()
    if before is not None and since < before.since:
        raise Refused(_("The form of today started later than this day."))
    label = str(CooperationStep(step).label)
    proof = filed_or_chosen(cycle, document, upload=upload, title=label, by=by, at=at)
    if proof is None:
        raise Refused(_("Choose the document that shows this form, or send it along."))
    made: CooperationForm = CooperationForm.objects.create(
        partnership=cycle.partnership, step=step, since=since, document=proof, remark=remark.strip()
    )
    record(cycle.partnership, "set_cooperation_form", by=by, at=at, cycle=cycle, about=made, on=since)
    return made
