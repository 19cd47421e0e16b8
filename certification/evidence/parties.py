"""Facts about who takes part, on what ground, and what they signed."""

from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from certification.evidence.fact import CYCLE, PARTNERSHIP, Ask, all_and_some, fact, how_many, never, there_is, yes
from partnerships.enums import AgreementKind
from partnerships.models import (
    Agreement,
    AreaAddress,
    Contact,
    Document,
    Meeting,
    Membership,
    Partner,
    PartnershipArea,
    Signature,
    Task,
)


def every(conditions: list[Any]) -> Any:
    """All of these together; nothing asked is not met."""
    if not conditions:
        return never()
    return yes(reduce(and_, (Q(condition) for condition in conditions)))


@fact("parties.include", "yes", period="partnership", required="all")
def parties_include(ask: Ask) -> Any:
    joined = Partner.objects.joined().filter(**PARTNERSHIP)
    return every([Exists(joined.filter(kind=kind)) for kind in ask.params["all"]])


@fact("parties.represented", "yes", period="partnership")
def parties_represented(ask: Ask) -> Any:
    joined = Partner.objects.joined().filter(**PARTNERSHIP)
    representatives = Contact.objects.filter(partner=OuterRef("pk"), represents=True)
    return all_and_some(joined, joined.filter(~Exists(representatives)))


@fact("parties.have_signatories", "yes", period="partnership")
def parties_have_signatories(ask: Ask) -> Any:
    joined = Partner.objects.joined().filter(**PARTNERSHIP)
    signatories = Contact.objects.filter(partner=OuterRef("pk"), signs=True)
    return all_and_some(joined, joined.filter(~Exists(signatories)))


@fact("roles.filled", "yes", period="partnership", required="all")
def roles_filled(ask: Ask) -> Any:
    members = Membership.objects.valid(on=ask.on).filter(**PARTNERSHIP)
    return every([Exists(members.filter(role=role)) for role in ask.params["all"]])


@fact("area.demarcated", "yes", period="partnership")
def area_demarcated(ask: Ask) -> Any:
    ground = PartnershipArea.objects.filter(**PARTNERSHIP)
    return all_and_some(ground, ground.filter(area__boundary__isnull=True))


@fact("addresses.listed", "yes", period="partnership")
def addresses_listed(ask: Ask) -> Any:
    ground = PartnershipArea.objects.filter(**PARTNERSHIP)
    return all_and_some(ground, ground.filter(~Exists(AreaAddress.objects.filter(area=OuterRef("area_id")))))


def signed(**which: Any) -> Any:
    """Somebody was asked, everybody signed, and it was not withdrawn since."""
    return there_is(Agreement.objects.filter(**CYCLE, completed_at__isnull=False, withdrawn_at__isnull=True, **which))


@fact("declaration.signed_by_all", "yes")
def declaration_signed(ask: Ask) -> Any:
    return signed(kind=AgreementKind.DECLARATION)


@fact("covenant.signed_by_all", "yes")
def covenant_signed(ask: Ask) -> Any:
    return signed(kind=AgreementKind.COVENANT)


@fact("recognition.signed_by_all", "yes")
def recognition_signed(ask: Ask) -> Any:
    return signed(kind=AgreementKind.RECOGNITION)


@fact("agreement.signed_by_all", "yes", required="document")
def agreement_signed(ask: Ask) -> Any:
    return signed(scheme_document=ask.params["document"])


@fact("signatories.confirmed", "yes", allowed="document")
def signatories_confirmed(ask: Ask) -> Any:
    """Everybody asked under the texts that stand had an address their organisation had confirmed when they were asked."""
    which = {"agreement__scheme_document": ask.params["document"]} if "document" in ask.params else {}
    asked = Signature.objects.filter(
        agreement__cycle=OuterRef("pk"), agreement__sent_at__isnull=False, agreement__withdrawn_at__isnull=True, **which
    )
    asked = asked.filter(declined_at__isnull=True)
    return all_and_some(asked, asked.filter(confirmed_by=""))


@fact("meetings.held", "count", allowed="kind months")
def meetings_held(ask: Ask) -> Any:
    """In the cycle; with ``months`` those of the last so many months instead, whatever the cycle."""
    kind = {"kind": ask.params["kind"]} if "kind" in ask.params else {}
    if "months" not in ask.params:
        return how_many(Meeting.objects.filter(**CYCLE, **kind, held_on__lte=ask.on))
    since = ask.months_before(int(ask.params["months"]))
    recent = Meeting.objects.filter(**PARTNERSHIP, **kind, held_on__gt=since, held_on__lte=ask.on)
    return how_many(recent, by="partnership")


@fact("task.done", "yes", required="task")
def task_done(ask: Ask) -> Any:
    return there_is(Task.objects.filter(**CYCLE, task_id=ask.params["task"], done_on__isnull=False))


@fact("document.filed", "yes", required="document")
def document_filed(ask: Ask) -> Any:
    return there_is(Document.objects.filter(**CYCLE, scheme_document=ask.params["document"]))
