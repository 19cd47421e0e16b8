"""The register of obligations of signed texts (F18): who promised what before when, and who did it."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.enums import DocumentKind, ObligationState
from partnerships.exceptions import Refused
from partnerships.models import Agreement, Obligation, Partner, User


@transaction.atomic
def add_obligation(
    agreement: Agreement, *, partner: Partner, text: str, by: User, at: datetime, clause: str = "",
    due_on: date | None = None, every_months: int | None = None,
) -> Obligation:  # fmt: skip
    """Put what a party promised into the register. Raises ``Refused`` for a text that is not signed, or a rhythm
    without a first day."""
    if agreement.completed_at is None:
        raise Refused(_("This text is not signed by everybody yet. Obligations come from signed texts."))
    _check(text, due_on, every_months)
    obligation: Obligation = Obligation.objects.create(
        partnership_id=agreement.partnership_id, agreement=agreement, partner=partner, clause=clause[:200],
        text=text.strip(), due_on=due_on, every_months=every_months,
    )  # fmt: skip
    record(
        agreement.partnership_id, "added_obligation", by=by, at=at, cycle=agreement.cycle, about=obligation,
        party=str(partner),
    )  # fmt: skip
    return obligation


def _check(text: str, due_on: date | None, every_months: int | None) -> None:
    if not text.strip():
        raise Refused(_("Write down what the party promised."))
    if every_months and due_on is None:
        raise Refused(_("Give the first day, so that the next ones can be counted."))


@transaction.atomic
def change_obligation(
    obligation: Obligation, *, partner: Partner, text: str, due_on: date | None, every_months: int | None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Correct what stands in the register; the signed text stays what it is."""
    _check(text, due_on, every_months)
    given = {"partner": partner, "text": text.strip(), "due_on": due_on, "every_months": every_months}
    before = fields_of(obligation, *given)
    Obligation.objects.filter(pk=obligation.pk).update(**given)
    agreement = obligation.agreement
    record(
        agreement.partnership_id, "changed_obligation", by=by, at=at, cycle=agreement.cycle, about=obligation,
        changed=changes(before, given),
    )  # fmt: skip


@all_or_nothing()
def do_obligation(
    obligation: Obligation,
    *,
    done_on: date,
    by: User,
    on: date,
    at: datetime,
    note: str = "",
    evidence: "UploadedFile[bytes] | None" = None,
) -> None:
    """Record that the party did what it promised; a repeated one is then due again at its next day.

    Raises ``Refused`` for a day to come, for what was done already, or for a bad file.
    """
    if done_on > on:
        raise Refused(_("This day is still to come. Record it after it was done."))
    row = Obligation.objects.select_for_update().select_related("agreement__cycle", "partner").get(pk=obligation.pk)
    if row.state(on=on) == ObligationState.DONE:
        raise Refused(_("This obligation was already done."))
    agreement = row.agreement
    row.done_on, row.done_note = done_on, note.strip()
    if evidence is not None:
        row.evidence = file_upload(
            agreement.partnership, evidence, kind=DocumentKind.EVIDENCE, by=by, at=at, cycle=agreement.cycle,
            title=(_("Evidence: %(what)s") % {"what": row})[:200],
        )  # fmt: skip
    row.save()
    record(
        agreement.partnership_id, "did_obligation", by=by, at=at, cycle=agreement.cycle, about=row,
        party=str(row.partner), done_on=str(done_on),
    )  # fmt: skip


@transaction.atomic
def remove_obligation(obligation: Obligation, *, by: User, at: datetime) -> None:
    """Take out of the register what is no obligation after all. The signed text stays what it is."""
    agreement = obligation.agreement
    record(agreement.partnership_id, "removed_obligation", by=by, at=at, cycle=agreement.cycle, about=obligation)
    Obligation.objects.filter(pk=obligation.pk).delete()


def pending_obligations(*, on: date) -> list[Obligation]:
    """What is not done yet, the oldest day first: what a meeting talks about."""
    rows = Obligation.objects.select_related("partner__organisation", "agreement__partnership", "partnership")
    waiting = [row for row in rows if row.state(on=on) != ObligationState.DONE]
    return sorted(waiting, key=lambda row: (row.next_due is None, row.next_due or date.max))


def overdue_obligations(*, on: date) -> list[Obligation]:
    return [row for row in pending_obligations(on=on) if row.state(on=on) == ObligationState.OVERDUE]
