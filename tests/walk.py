"""Every address of the house, with example values for what stands in it, so that tests can walk past all of them.

A new address whose example value is not here fails the walks; ``EXAMPLES`` is the one place to add it.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnerships.models import Agreement
from partnerships.tokens import make_token
from tests.world import World

OURS = ("partnerships", "assessments", "actionplans", "certification", "oversight")
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


# "what stands before it / what it is called" in the address → its value in a filled partnership.
def sealed_number(agreement: Agreement) -> str:
    assert agreement.document is not None
    return str(agreement.document.sealed_id)


EXAMPLES: dict[str, Callable[[World], object]] = {
    "p/partnership": lambda w: w.partnership.slug,
    # /p/<partnership>/ of the ground floor
    "areas/pk": lambda w: w.area.pk,
    "addresses/address": lambda w: w.address.pk,
    "parties/pk": lambda w: w.partner.pk,
    "kinds/pk": lambda w: w.party_type.pk,
    "problems/pk": lambda w: w.problem.pk,
    "start-answers/pk": lambda w: w.start_answer.pk,
    "soundings/pk": lambda w: w.sounding.pk,
    "kick-off/pk": lambda w: w.kick_off.pk,
    "kick-off/uuid": lambda w: w.invitee.uuid,
    "kick-off/token": lambda w: make_token("kickoff", str(w.invitee.uuid), w.invitee.nonce),
    "coordination/duty_id": lambda w: w.duty.duty_id,
    "contacts/pk": lambda w: w.contact.pk,
    "mandates/pk": lambda w: w.mandate.pk,
    "roles/pk": lambda w: w.membership.pk,
    "invitations/pk": lambda w: w.invitation.pk,
    "invitation/uuid": lambda w: w.invitation.uuid,
    "invitation/token": lambda w: make_token("invite", str(w.invitation.uuid), w.invitation.nonce),
    "handover/pk": lambda w: w.membership.pk,
    "short-lines/pk": lambda w: w.short_line.pk,
    "pledges/pk": lambda w: w.pledge.pk,
    "services/task_id": lambda w: w.task.task_id,
    "questions/pk": lambda w: w.question.pk,
    "pulses/pk": lambda w: w.pulse.pk,
    "pulse/uuid": lambda w: w.pulse_ask.uuid,
    "pulse/token": lambda w: make_token("pulse", str(w.pulse_ask.uuid), w.pulse_ask.nonce),
    "meetings/pk": lambda w: w.meeting.pk,
    "documents/uuid": lambda w: w.document.uuid,
    "documents/pk": lambda w: w.dossier_item.pk,
    "jobs/uuid": lambda w: w.job.uuid,
    "mails/pk": lambda w: w.mail.pk,
    "agreements/uuid": lambda w: w.agreement.uuid,
    "draft/document": lambda w: w.draft.scheme_document,
    "versions/pk": lambda w: w.version.pk,
    "comments/pk": lambda w: w.comment.pk,
    "annexes/pk": lambda w: w.annex.pk,
    "obligations/pk": lambda w: w.obligation.pk,
    "witnessed/uuid": lambda w: w.witnessed.uuid,
    "signatories/uuid": lambda w: w.signature.uuid,
    "sign/uuid": lambda w: w.signature.uuid,
    "sign/token": lambda w: make_token("sign", str(w.signature.uuid), w.signature.nonce),
    "progress/uuid": lambda w: w.progress_link.uuid,
    "progress/token": lambda w: make_token("progress", str(w.progress_link.uuid), w.progress_link.nonce),
    "digest/uuid": lambda w: w.digest_reader.uuid,
    "digest/token": lambda w: make_token("digest", str(w.digest_reader.uuid), w.digest_reader.nonce),
    "confirm/uuid": lambda w: w.confirmation.uuid,
    "confirm/token": lambda w: make_token("confirm", str(w.confirmation.uuid), w.confirmation.nonce),
    "table/uuid": lambda w: w.table.uuid,
    "table/token": lambda w: make_token("table", str(w.table.uuid), w.table.nonce),
    "table/signatory": lambda w: w.signature.uuid,
    "ceremonies/uuid": lambda w: w.ceremony.uuid,
    "guests/pk": lambda w: w.guest.pk,
    "photos/pk": lambda w: w.photo.pk,
    "guest/uuid": lambda w: w.guest.uuid,
    "guest/token": lambda w: make_token("guest", str(w.guest.uuid), w.guest.nonce),
    "recognition/uuid": lambda w: w.recognition_copy.uuid,
    "recognition/token": lambda w: make_token("recognition", str(w.recognition_copy.uuid), w.recognition_copy.nonce),
    "mail/pk": lambda w: w.mail.pk,
    "mail/key": lambda w: w.mail.uuid,
    # /p/<partnership>/analysis/
    "imports/pk": lambda w: w.figure_import.pk,
    "sets/pk": lambda w: w.figure_set.pk,
    "surveys/pk": lambda w: w.survey.pk,
    "rounds/pk": lambda w: w.round.pk,
    "priorities/pk": lambda w: w.priority.pk,
    "topics/topic_id": lambda w: w.topic_answer.topic_id,
    # /p/<partnership>/plan/ and measures/
    "versions/version": lambda w: w.old_plan.version,
    "elements/element_id": lambda w: w.plan_element.element_id,
    "objectives/pk": lambda w: w.objective.pk,
    "measures/pk": lambda w: w.measure.pk,
    "measures/kind": lambda _w: "csv",
    # tasks, gates, audits, certificates
    "tasks/task_id": lambda w: w.task.task_id,
    "ready/gate_id": lambda w: w.waiver.gate_id,
    "audits/uuid": lambda w: w.audit.uuid,
    "findings/pk": lambda w: w.judgement.pk,
    "dossiers/pk": lambda w: w.dossier.pk,
    "requirements/requirement_id": lambda w: w.judgement.requirement_id,
    "recognitions/pk": lambda w: w.recognition.pk,
    "certificates/pk": lambda w: w.certificate.pk,
    "certificates/number": lambda w: w.certificate.number,
    "noodtoegang/pk": lambda w: w.emergency.pk,
    "check/number": lambda w: sealed_number(w.recognition),
    # across partnerships
    "portfolio/slug": lambda w: w.partnership.slug,
    "municipalities/pk": lambda w: w.area.municipality.pk,
    "organisations/pk": lambda w: w.area.municipality.pk,
}
# Words of a scheme or of the page itself: the same in every partnership, so they cannot be somebody else's.
SHARED_WORDS = {
    "task_id",
    "gate_id",
    "topic_id",
    "element_id",
    "requirement_id",
    "service_id",
    "document",
    "version",
    "kind",
    "key",
    "duty_id",
}


@dataclass(frozen=True)
class Address:
    """One named address: ``partnerships:party`` at ``p/<slug:partnership>/parties/<int:pk>/``."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(match[1] or match[2] for match in PART.finditer(self.route))

    @property
    def methods(self) -> frozenset[str]:
        """The methods its view says it takes; empty when it says nothing."""
        view: Any = self.view
        while view is not None:
            allowed = (
                inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
            )
            if allowed:
                return frozenset(allowed)
            view = getattr(view, "__wrapped__", None)
        return frozenset()

    @property
    def is_public(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def is_of_partnership(self) -> bool:
        return "partnership" in self.arguments

    @property
    def names_a_row(self) -> bool:
        """Does it name something that belongs to one partnership, besides the partnership itself?"""
        return bool(set(self.arguments) - SHARED_WORDS - {"partnership"})

    def keys(self) -> dict[str, str]:
        """Argument → its key in ``EXAMPLES``."""
        found, literal = {}, ""
        for segment in self.route.replace("^", "").split("/"):
            match = PART.search(segment)
            if match:
                found[match[1] or match[2]] = f"{literal}/{match[1] or match[2]}"
            elif segment:
                literal = segment
        return found

    def missing(self) -> set[str]:
        """Keys without an example value."""
        return set(self.keys().values()) - set(EXAMPLES)

    def url(self, world: World, **other: World) -> str:
        """The address in a world. ``rows=`` takes everything but the partnership from another world."""
        if self.name.endswith(self.route):  # the same page at a second address, without a name
            return f"/{self.route}"
        rows = other.get("rows", world)
        values = {
            argument: EXAMPLES[key](world if argument == "partnership" else rows)
            for argument, key in self.keys().items()
        }
        return reverse(self.name, kwargs=values)


def all_addresses() -> list[Address]:
    """Every address of the installation, those of libraries too."""
    return sorted(below(get_resolver(), "", ()), key=lambda address: address.name)


def addresses() -> list[Address]:
    """The addresses of our own five rooms that have an example for all that stands in them."""
    return [address for address in all_addresses() if address.name.split(":")[0] in OURS and not address.missing()]


def below(resolver: URLResolver, route: str, spaces: tuple[str, ...]) -> list[Address]:
    found = []
    for pattern in resolver.url_patterns:
        longer = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or longer])
            found.append(Address(name, longer, pattern.callback))
        else:
            found += below(pattern, longer, (*spaces, pattern.namespace) if pattern.namespace else spaces)
    return found


def ask(client: Client, method: str, url: str) -> Any:
    """One request; an error in the house is an answer with status 500, not an exception."""
    client.raise_request_exception = False
    answer = getattr(client, method.lower())(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # the files only: answer.close() would shut the database too
        close()
    return answer


def status_of(client: Client, method: str, url: str, *, is_refusal: bool = False) -> int:
    """The status of one request, with whatever it wrote taken back; a refusal, when it is one, writes nothing."""
    if is_refusal:
        return int(ask(client, method, url).status_code)
    with transaction.atomic():
        answer = ask(client, method, url)
        transaction.set_rollback(True)
    return int(answer.status_code)


def fault_of(answer: Any) -> str:
    """What went wrong on our side; "" when nothing did."""
    if answer.status_code < 500:
        return ""
    error = getattr(answer, "exc_info", None)
    return repr(error[1])[:200] if error else f"status {answer.status_code}"
