"""A text that runs out, signed again by the parties of now (F16, F17)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.agreement_texts import proposed_text
from partnerships.domain.agreements import find_document
from partnerships.domain.annexes import without_annexes
from partnerships.domain.drafting import keep_version, take_annexes_along, template_of
from partnerships.domain.term_texts import without_term
from partnerships.exceptions import LiveRoundExists
from partnerships.models import Agreement, Cycle, User


def why_not_renew(agreement: Agreement) -> str:
    """Why this text cannot be renewed; "" when it can."""
    if agreement.parent_id or not agreement.completed_at or agreement.withdrawn_at:
        return _("This is possible once everybody has signed.")
    newer = Agreement.objects.filter(replaces=agreement, withdrawn_at__isnull=True)
    return str(LiveRoundExists.default) if newer.exists() else ""


@transaction.atomic
def renew_agreement(agreement: Agreement, *, cycle: Cycle, by: User, at: datetime) -> Agreement:
    """Draft a new round that replaces this one, with the parties of now, in ``cycle``: the open round of the scheme.

    Its annexes go along. The text that was signed counts until it runs out. Raises ``LiveRoundExists`` while a newer
    one is on its way, and ``KeyError`` when the scheme of the cycle does not sign this document any more.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    if reason := why_not_renew(agreement):
        raise LiveRoundExists(reason)
    document = find_document(cycle, agreement.scheme_document)
    rounds = Agreement.objects.filter(cycle=cycle, scheme_document=document.id, parent__isnull=True)
    if rounds.filter(withdrawn_at__isnull=True, completed_at__isnull=True).exists():
        raise LiveRoundExists
    proposed = proposed_text(cycle, document, party_ids=list(agreement.party_ids))
    made: Agreement = Agreement.objects.create(
        partnership_id=agreement.partnership_id, cycle=cycle, kind=agreement.kind, scheme_document=document.id,
        round=(rounds.aggregate(last=Max("round"))["last"] or 0) + 1, title=agreement.title,
        replaces=agreement, party_ids=agreement.party_ids,
        text=proposed or without_term(without_annexes(agreement.text)), template=template_of(document) or agreement.template,
        created_at=at, notice_days=agreement.notice_days,
    )  # fmt: skip
    take_annexes_along(agreement, made)
    keep_version(made, by=by, at=at)
    record(agreement.partnership_id, "renewed_agreement", by=by, at=at, cycle=cycle, about=agreement, round=made.round)
    return made
