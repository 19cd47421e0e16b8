"""A round that was refused and its version 2, what the parties of a signed text owe, and a ceremony to come."""

from datetime import date, timedelta

from oversight.demo.rooms import ROOMS
from oversight.demo.steps import Story, agree, at, refuse, sign_all
from partnerships.domain.agreements import draft_agreement, revise_draft, send_agreement
from partnerships.domain.ceremonies import plan_ceremony
from partnerships.domain.ceremony_guests import add_guest, answer_invitation, invite_guests
from partnerships.domain.obligations import add_obligation, do_obligation
from partnerships.domain.rounds import RoundPlan
from partnerships.enums import Coming
from partnerships.models import Agreement, CeremonyGuest, Signature


def refuse_and_go_on(story: Story, document: str, *, party: str, refused_on: date, on: date, only: int) -> Agreement:
    """One party refuses the first round with a reason; version 2, with a proviso, is out and the first few signed."""
    first = agree(story, document, on=refused_on - timedelta(days=2), only=1)
    asked = Signature.objects.select_related("agreement__partnership", "partner__organisation")
    refusing = asked.get(agreement=first, partner=story.partners[party])
    refuse(refusing, reason=ROOMS["refusal"], at=at(refused_on, 14))
    draft = draft_agreement(story.cycle, scheme_document=document, by=story.leader, at=at(on, 9))
    text = f"{draft.text}\n\n{ROOMS['revision']}"
    revise_draft(draft, text=text, by=story.leader, at=at(on, 10))
    draft.refresh_from_db()
    plan = RoundPlan(sign_by=on + timedelta(days=30))
    second = send_agreement(draft, by=story.leader, at=at(on, 11), plan=plan)
    sign_all(second, on=on + timedelta(days=1), only=only)
    return second


def keep_obligations(story: Story, agreement: Agreement, *, today: date) -> None:
    """What the signed text obliges the parties to: one is overdue, one was done."""
    for party, text, days, months, done in ROOMS["obligations"]:
        day = today - timedelta(days=90)
        obligation = add_obligation(
            agreement, partner=story.partners[party], text=text, due_on=today + timedelta(days=days), every_months=months,
            by=story.leader, at=at(day),
        )  # fmt: skip
        if done:
            on = today - timedelta(days=done)
            do_obligation(obligation, done_on=on, by=story.leader, on=on, at=at(on))


def plan_signing(story: Story, agreement: Agreement, *, on: date, held_on: date) -> None:
    """A festive moment for the last signatures, with guests and what they answered."""
    words = ROOMS["ceremony"]
    ceremony = plan_ceremony(
        story.cycle, agreement=agreement, title=words["title"], starts_at=at(held_on, 15), location=words["location"],
        programme=words["programme"], press_note=words["press_note"], by=story.leader, at=at(on),
    )  # fmt: skip
    for name, organisation, email, is_press, _coming in words["guests"]:
        add_guest(
            ceremony, name=name, organisation=organisation, email=email, is_press=is_press, coming=Coming.UNKNOWN,
            by=story.leader, at=at(on),
        )  # fmt: skip
    invite_guests(ceremony, by=story.leader, at=at(on, 11))
    answers = {email: coming for _name, _organisation, email, _press, coming in words["guests"]}
    for guest in CeremonyGuest.objects.filter(ceremony=ceremony).select_related("ceremony"):
        if answers[guest.email] != Coming.UNKNOWN:
            answer_invitation(guest, coming=answers[guest.email], at=at(on, 16))
