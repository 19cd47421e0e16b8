"""Drafts of agreements: begin, change, restore, throw away (F16, F17). Every text that was kept stays readable."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, record
from partnerships.domain.agreement_documents import find_document
from partnerships.domain.agreement_texts import proposed_text, text_hash, tidy
from partnerships.domain.annexes import annexes_of, put_annexes, with_annexes, without_annexes
from partnerships.domain.term_texts import without_term
from partnerships.exceptions import AlreadySent, LiveRoundExists, Refused, StaleState
from partnerships.models import Agreement, AgreementVersion, Cycle, User
from partnerships.scheme import DocumentDef
from partnerships.template_files import newest_template


@transaction.atomic
def draft_agreement(
    cycle: Cycle,
    *,
    scheme_document: str,
    by: User,
    at: datetime,
    text: str | None = None,
    title: str = "",
    party_ids: Sequence[int] = (),
) -> Agreement:
    """Start a round of one document, with the proposed text or with ``text``. Nobody is mailed.

    ``party_ids``: the partners that sign, when not everybody the document names does. Annexes of the round before go
    along. Raises ``LiveRoundExists`` while an earlier round stands, ``KeyError`` for a document not signed here.
    """
    document = find_document(cycle, scheme_document)
    rounds = Agreement.objects.filter(cycle=cycle, scheme_document=document.id, parent__isnull=True)
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    if rounds.filter(withdrawn_at__isnull=True).exists():
        raise LiveRoundExists
    last: Agreement | None = rounds.order_by("-round").first()
    agreement: Agreement = Agreement.objects.create(
        partnership_id=cycle.partnership_id,
        cycle=cycle,
        kind=document.kind,
        scheme_document=document.id,
        template=template_of(document),
        replaces=last,
        round=(rounds.aggregate(last=Max("round"))["last"] or 0) + 1,
        title=(title.strip() or (last.title if last else "") or f"{document.name} {cycle.partnership.name}")[:200],
        party_ids=list(party_ids),
        text=tidy(proposed_text(cycle, document, party_ids=list(party_ids)) if text is None else text),
        created_at=at,
    )
    if last is not None:
        take_annexes_along(last, agreement)
    keep_version(agreement, by=by, at=at)
    record(cycle.partnership, "drafted_agreement", by=by, at=at, cycle=cycle, about=agreement, round=agreement.round)
    return agreement


def draft_of(agreement: Agreement) -> QuerySet[Agreement]:
    """The row while it is a draft, for a guarded update; nothing once it was sent or withdrawn."""
    found: QuerySet[Agreement] = Agreement.objects.filter(
        pk=agreement.pk, sent_at__isnull=True, withdrawn_at__isnull=True
    )
    return found


def take_annexes_along(before: Agreement, agreement: Agreement) -> None:
    """The annexes of the round before, as rows and in the text; part of the transaction of drafting."""
    put_annexes(agreement, [one.document for one in annexes_of(before)])
    agreement.text = tidy(with_annexes(agreement.text, agreement))
    draft_of(agreement).update(text=agreement.text)


def template_of(document: DocumentDef) -> str:
    """The version of the template that a draft begins with; "" for words of the scheme itself."""
    return str(newest_template(document.template)) if document.template else ""


@transaction.atomic
def revise_draft(agreement: Agreement, *, text: str, by: User, at: datetime, seen_sha256: str = "") -> None:
    """Change the text of a draft and keep it as a version. The list of annexes is put at its end by itself.

    ``seen_sha256``: mark of the text the writer began with; another text raises ``StaleState``. Raises ``AlreadySent``
    once it went out, ``Refused`` for an empty text.
    """
    if not without_annexes(tidy(text)):
        raise Refused(_("The text is empty. Write what the parties agree on."))
    draft = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if seen_sha256 not in ("", text_hash(draft.text)):
        raise StaleState
    before, text = draft.text, tidy(with_annexes(tidy(text), draft))
    if not draft_of(draft).update(text=text):
        raise AlreadySent
    draft.text = agreement.text = text
    keep_version(draft, by=by, at=at)
    record(
        draft.partnership_id, "revised_agreement", by=by, at=at, cycle=draft.cycle, about=draft,
        changed=changes({"text": before}, {"text": text}),
    )  # fmt: skip


def keep_version(agreement: Agreement, *, by: User | None, at: datetime) -> None:
    """Keep the text as it is now, unless the newest version says the same. Part of a verb's transaction."""
    last = versions_of(agreement).last()
    if last is None or last.text != agreement.text:
        AgreementVersion.objects.create(
            partnership_id=agreement.partnership_id, agreement=agreement, text=agreement.text, kept_at=at, kept_by=by,
            number=(last.number if last else 0) + 1,
        )  # fmt: skip
    elif last.agreement_id != agreement.pk:  # a new round with the same words: the same version
        AgreementVersion.objects.create(
            partnership_id=agreement.partnership_id, agreement=agreement, text=agreement.text, kept_at=at, kept_by=by,
            number=last.number,
        )  # fmt: skip


def versions_of(agreement: Agreement) -> QuerySet[AgreementVersion]:
    """Every version of one document, over all its rounds, from old to new."""
    same = {"cycle": agreement.cycle_id, "scheme_document": agreement.scheme_document, "parent": agreement.parent_id}
    rows: QuerySet[AgreementVersion] = AgreementVersion.objects.filter(
        **{f"agreement__{name}": value for name, value in same.items()}
    )
    return rows.select_related("agreement__partnership", "kept_by").order_by("number", "agreement__round", "pk")


def restore_version(agreement: Agreement, version: AgreementVersion, *, by: User, at: datetime) -> None:
    """Put an earlier text back into the draft, as a new version. Raises ``AlreadySent`` once the draft went out."""
    revise_draft(agreement, text=without_term(without_annexes(version.text)), by=by, at=at)


@transaction.atomic
def discard_draft(agreement: Agreement, *, by: User, at: datetime) -> None:
    """Throw a draft away. Raises ``AlreadySent`` once it went out: then it is withdrawn, and stays readable."""
    subject = Agreement.objects.get(pk=agreement.pk)
    if not draft_of(agreement).delete()[0]:
        raise AlreadySent
    record(agreement.partnership, "discarded_agreement", by=by, at=at, cycle=agreement.cycle, about=subject)
