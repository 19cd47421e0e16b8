"""Forgetting a person who asks for it (GDPR article 17): everything that names them goes, except what is evidence.

First ``erasure_of`` tells what would go and what stays, and why; then ``erase`` does it. A signature stays as it was
signed, and so do sealed documents and the trail: they prove what was agreed (article 17(3)(e)).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.models import Measure
from certification.models import Audit, RecognitionCopy
from oversight.domain import erasure_notices
from oversight.domain.forgetting import (
    forget_account,
    forget_attempts,
    forget_confirmations,
    forget_contact,
    forget_hand_overs,
    forget_mails,
    forget_requests,
)
from oversight.domain.own_data import counted
from oversight.models import DigestReader, ProgressLink
from partnerships.domain.activity import record
from partnerships.domain.memberships import end_membership, why_not_end
from partnerships.exceptions import Refused
from partnerships.models import (
    Activity,
    Ceremony,
    CeremonyGuest,
    Contact,
    Document,
    Invitation,
    Membership,
    Officer,
    Outbox,
    Partner,
    PulseAsk,
    Reminder,
    Signature,
    SignatureHandOver,
    User,
    WantedParty,
)
from partnerships.models.membership import valid_on
from partnerships.tenancy.doors import member_door, sweep_door

TABLES = (
    Activity, Ceremony, CeremonyGuest, Contact, Document,
    Invitation, Measure, Membership, Outbox, Partner, ProgressLink, PulseAsk, Reminder, Signature,
    SignatureHandOver, WantedParty,
    Audit, RecognitionCopy,
)  # fmt: skip

NUMBERED = ("contacts", "guests", "invitations", "mails", "requests", "wanted", "hand_overs")  # said in the trail


@dataclass(frozen=True)
class Erasure:
    """What goes, what stays and why, and why it cannot be done (empty: it can)."""

    removed: tuple[str, ...]
    kept: tuple[str, ...]
    blocked: tuple[str, ...]

    @property
    def found(self) -> bool:
        return bool(self.removed or self.kept)


def person_with(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email__mailbox=email).first()


def _mine(email: str, user: User | None, *links: str, addresses: tuple[str, ...] = ()) -> Q:
    wanted = Q(pk=None)
    for address in addresses:
        wanted |= Q(**{f"{address}__mailbox": email})
    if user is not None:
        for link in links:
            wanted |= Q(**{link: user})
    return wanted


def _rows(email: str, user: User | None) -> dict[str, Any]:
    """The rows of a person; needs a door that opens ``TABLES``, or that of one partnership."""
    asked = Signature.objects.filter(_mine(email, user, addresses=("email",)))
    answered = Q(signed_at__isnull=False) | Q(declined_at__isnull=False)
    passed_on = SignatureHandOver.objects.filter(_mine(email, user, addresses=("from_email", "to_email")))
    return {
        "memberships": Membership.objects.filter(_mine(email, user, "user")),
        "contacts": Contact.objects.filter(_mine(email, user, "user", addresses=("email",))),
        "invitations": Invitation.objects.filter(_mine(email, user, addresses=("email",))),
        "guests": CeremonyGuest.objects.filter(_mine(email, user, addresses=("email",))),
        "mails": Outbox.objects.filter(_mine(email, user, addresses=("to",))),
        "reminders": Reminder.objects.filter(_mine(email, user, addresses=("recipient",))),
        "links": ProgressLink.objects.filter(_mine(email, user, addresses=("email",))),
        "requests": asked.exclude(answered),
        "asked": PulseAsk.objects.filter(_mine(email, user, addresses=("email",))),  # under an earlier address too
        "wanted": WantedParty.objects.filter(_mine(email, user, addresses=("email",))),
        "hand_overs": passed_on.filter(signature__signed_at=None, signature__declined_at=None),
        "signatures": asked.filter(answered),
        "recognitions": RecognitionCopy.objects.filter(_mine(email, user, "user", addresses=("email",))),
        "acts": Activity.objects.filter(_mine(email, user, "actor")),
        "documents": Document.objects.filter(_mine(email, user, "created_by")),
    }


def erasure_of(email: str, *, on: date) -> Erasure:
    """What erasing would do today. Changes nothing."""
    user = person_with(email)
    with sweep_door(*TABLES):
        counts = counted(_rows(email, user))
    return Erasure(tuple(_removed(user, counts)), tuple(_kept(counts)), tuple(_blocked(user, on=on)) if user else ())


def _removed(user: User | None, counts: dict[str, int]) -> Iterator[str]:
    if user is not None:
        yield _("your account: name, e-mail address, password and second factor; you can no longer sign in")
    words = {
        "memberships": ngettext("%(n)s role: it ends today", "%(n)s roles: they end today", counts["memberships"]),
        "contacts": ngettext(
            "%(n)s contact: name, function, address and number", "%(n)s contacts: name, function, address and number",
            counts["contacts"],
        ),
        "requests": ngettext("%(n)s request to sign", "%(n)s requests to sign", counts["requests"]),
        "invitations": ngettext("%(n)s invitation", "%(n)s invitations", counts["invitations"]),
        "guests": ngettext(
            "%(n)s place on the guest list of a ceremony", "%(n)s places on guest lists of ceremonies", counts["guests"]
        ),
        "wanted": ngettext(
            "the address of %(n)s party that is still to be approached",
            "the address of %(n)s parties that are still to be approached", counts["wanted"],
        ),
        "hand_overs": ngettext(
            "your name on %(n)s request to sign that was passed on",
            "your name on %(n)s requests to sign that were passed on", counts["hand_overs"],
        ),
        "mails": ngettext(
            "address and contents of %(n)s mail we sent", "address and contents of %(n)s mails we sent", counts["mails"]
        ),
    }  # fmt: skip
    for name, sentence in words.items():
        if counts[name]:
            yield sentence % {"n": counts[name]}


def _kept(counts: dict[str, int]) -> Iterator[str]:
    if n := counts["signatures"]:
        yield ngettext(
            "%(n)s signature: it proves what was agreed. Without it the signed document says nothing",
            "%(n)s signatures: they prove what was agreed. Without them the signed documents say nothing",
            n,
        ) % {"n": n}
    if n := counts["recognitions"]:
        yield ngettext(
            "%(n)s recognition in your name: it was given to you and is sealed",
            "%(n)s recognitions in your name: they were given to you and are sealed",
            n,
        ) % {"n": n}
    if n := counts["acts"]:
        yield ngettext(
            "%(n)s line of the history: it shows how a decision came about and cannot be changed",
            "%(n)s lines of the history: they show how decisions came about and cannot be changed",
            n,
        ) % {"n": n}
    if n := counts["documents"]:
        yield ngettext(
            "%(n)s document you added: it belongs to the parties, no longer under your name",
            "%(n)s documents you added: they belong to the parties, no longer under your name",
            n,
        ) % {"n": n}


def _blocked(user: User, *, on: date) -> Iterator[str]:
    """Why not now: others would be left without somebody they cannot do without."""
    if user.is_superuser or user.is_staff:
        yield _("This account looks after the installation. Let another administrator take that right away first.")
    with sweep_door(Membership):
        held = list(Membership.objects.filter(valid_on(on), user=user).select_related("partnership"))
    for membership in held:
        with member_door(membership.partnership_id):
            if reason := why_not_end(membership, on=on):
                yield f"{membership.partnership}: {reason}"
    with sweep_door(Audit):
        running = Audit.objects.filter(auditor=user, closed_at=None, withdrawn_on=None)
        for audit in running.select_related("partnership"):
            yield _("%(partnership)s: you audit its dossier. Ask your organisation to assign somebody else first.") % {
                "partnership": audit.partnership
            }


@transaction.atomic
def erase(email: str, *, by: User | None, on: date, at: datetime, language: str = "nl") -> Erasure:
    """Forget a person, and note that they are to be told so, in ``language``.

    Returns what was done and kept. Raises ``Refused`` with the reasons why it cannot be done.
    """
    erasure, user = erasure_of(email, on=on), person_with(email)
    if erasure.blocked:
        raise Refused(" ".join(erasure.blocked))
    for key in _partnerships(email, user):
        with member_door(key):
            _erase_in(key, email, user, by=by, on=on, at=at)
    if user is not None:
        open_offices = Officer.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), user=user)
        for office in open_offices:
            Officer.objects.filter(pk=office.pk).update(valid_until=max(on, office.valid_from))
        forget_account(user)
    DigestReader.objects.filter(email__mailbox=email).delete()  # with the weekly mails that wait
    forget_confirmations(email, at=at)
    forget_attempts(email)
    erasure_notices.note(email, kept=erasure.kept, language=language, at=at)
    return erasure


def _partnerships(email: str, user: User | None) -> list[int]:
    """Where something of this person is to be forgotten."""
    with sweep_door(*TABLES):
        found: set[int] = set()
        for name, rows in _rows(email, user).items():
            if name not in {"signatures", "recognitions", "acts", "documents"}:
                found.update(rows.order_by().values_list("partnership_id", flat=True).distinct())
    return sorted(found)


def _erase_in(key: int, email: str, user: User | None, *, by: User | None, on: date, at: datetime) -> None:
    """Inside the door of one partnership. The trail says that somebody was forgotten, not who."""
    rows = _rows(email, user)
    counts = {name: rows[name].count() for name in NUMBERED}
    for membership in list(rows["memberships"].filter(Q(valid_until=None) | Q(valid_until__gt=on))):
        end_membership(membership, by=by, on=on, at=at)
    contacts = list(rows["contacts"])
    forget_hand_overs(rows["hand_overs"], email)
    forget_requests(list(rows["requests"]))
    rows["wanted"].update(email="")
    rows["asked"].update(email="")
    rows["invitations"].delete()
    rows["guests"].delete()
    rows["reminders"].delete()
    rows["links"].delete()
    rows["mails"].filter(sent_at=None, failed_at=None).update(failed_at=at, claimed_until=None)
    forget_mails(rows["mails"])
    for contact in contacts:
        forget_contact(contact)
    record(key, "forgot_person", by=None, at=at, **counts)
