"""The rooms around the agreements: whom to call, hours, the yearly questions, duties, the adviser; each by its verb."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from oversight.demo.steps import Story, at
from partnerships.domain.adviser import answer_question, ask_adviser, put_on_request, service_lines, set_service
from partnerships.domain.cooperation import set_cooperation_form
from partnerships.domain.coordination import duties_of, give_duty
from partnerships.domain.kick_offs import answer_kick_off, invite_to_kick_off, plan_kick_off
from partnerships.domain.pledges import add_pledge, register_hours
from partnerships.domain.problems import add_problem
from partnerships.domain.pulse_questions import QUESTIONS
from partnerships.domain.pulses import answer_pulse, close_pulse, open_pulse
from partnerships.domain.short_lines import add_short_line
from partnerships.domain.soundings import add_sounding
from partnerships.domain.wanted_parties import Wish, tick_parties
from partnerships.enums import CooperationStep
from partnerships.models import Contact, KickOffInvitee, PulseAsk
from partnerships.periods import add_months, months_before, quarter_of

ROOMS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "rooms.yaml").read_text(encoding="utf-8"))


def note_problems(story: Story, *, on: date) -> None:
    """What is wrong in the area: by figures, and by what people feel."""
    for basis, problem, source in ROOMS["problems"]:
        add_problem(story.cycle, problem=problem, basis=basis, source=source, noted_on=on, by=story.leader, at=at(on))


def sound_out(story: Story, *, on: date) -> None:
    """Whom the leader spoke to before anybody took part, and how firm each was; and who is still to be approached."""
    for organisation, function, channel, days, outcome, commitment, step in ROOMS["soundings"]:
        day = on + timedelta(days=days)
        add_sounding(
            story.park, partner=None, organisation_name=organisation, held_on=day, commitment=commitment, by=story.leader,
            on=day, at=at(day), function=function, channel=channel, outcome=outcome, next_step=step,
            next_on=day + timedelta(days=30) if step else None,
        )  # fmt: skip
    wishes = {kind: Wish(name, email) for kind, (name, email) in ROOMS["wanted"].items()}
    names = {kind: str(story.cycle.scheme.party_name(kind)) for kind in wishes}
    tick_parties(story.park, wishes, names=names, by=story.leader, on=on, at=at(on))


def call_kick_off(story: Story, *, on: date, planned_on: date) -> None:
    """A kick-off to come: everybody is invited, the first said yes."""
    words = ROOMS["kick_off"]
    kick_off = plan_kick_off(
        story.cycle, planned_on=planned_on, starts_at=time(15, 30), ends_at=time(17, 30), by=story.leader, on=on, at=at(on),
        **words,
    )  # fmt: skip
    invite_to_kick_off(kick_off, Contact.objects.order_by("pk"), by=story.leader, at=at(on, 11))
    invitee = KickOffInvitee.objects.select_related("kick_off", "contact").order_by("pk")[0]
    answer_kick_off(invitee, comes=True, at=at(on, 15))


def fill_card(story: Story, *, today: date) -> None:
    """Whom to call for what; two entries were not confirmed for so long that the card says so."""
    for party, problem, function, phone, hours, note, months in ROOMS["short_lines"]:
        add_short_line(
            story.partners[party], problem=problem, function=function, phone=phone, hours=hours, note=note, by=story.leader,
            at=at(months_before(today, months)),
        )  # fmt: skip


def pledge_hours(story: Story, *, today: date) -> None:
    """Hours promised for each quarter from a year ago on, and the hours spent; the police falls short."""
    now = quarter_of(today)
    first = add_months(now, -12)
    for party, hours, spent, lately in ROOMS["hours"]:
        partner = story.partners[party]
        add_pledge(partner, hours=hours, first=first, last=add_months(now, 9), by=story.leader, at=at(first))
        for number, used in enumerate(spent):
            quarter = add_months(first, 3 * number)
            day = add_months(quarter, 3)
            register_hours(partner, quarter=quarter, hours=used, by=story.leader, at=at(min(day, today), 8))
        register_hours(partner, quarter=now, hours=lately, by=story.leader, at=at(today, 8))


def hold_pulses(story: Story, *, today: date) -> None:
    """The yearly questions: two closed years with a trend, and this year's, which is open and half answered."""
    opened = today - timedelta(days=5)
    for ago, answers in zip((2, 1, 0), ROOMS["pulses"], strict=True):
        day = opened if ago == 0 else date(opened.year - ago, 10, 1)
        pulse = open_pulse(story.park, by=story.leader, at=at(day))
        asks = PulseAsk.objects.filter(pulse=pulse).select_related("pulse").order_by("pk")
        for ask, scores in zip(asks, answers, strict=False):
            answer_pulse(ask, scores=dict(zip(QUESTIONS, scores, strict=True)))
        if ago:
            close_pulse(pulse, by=story.leader, at=at(day + timedelta(days=21)))


def share_duties(story: Story, parties: Sequence[str], *, on: date) -> None:
    """A holder for each duty of the coordination, but for the last one."""
    for duty, party in zip(duties_of(story.cycle.scheme), parties, strict=False):
        partner = story.partners[party]
        contact = Contact.objects.filter(partner=partner).first()
        give_duty(story.park, duty, partner=partner, contact=contact, by=story.leader, on=on, at=at(on))


def settle_form(story: Story, *, on: date) -> None:
    """The cooperation laid down in minutes, with the paper that shows it."""
    words = ROOMS["cooperation"]
    upload = SimpleUploadedFile("verslag.pdf", one_page(words["lines"]), "application/pdf")
    set_cooperation_form(
        story.cycle, step=CooperationStep.MINUTES, since=on, by=story.leader, on=on, at=at(on), remark=words["remark"],
        upload=upload,
    )  # fmt: skip


def one_page(lines: Sequence[str]) -> bytes:
    """A small PDF of one page that any reader opens, without the work of the machine that makes sealed ones."""
    said = " T* ".join(f"({line}) Tj" for line in lines).encode("cp1252")
    stream = b"BT /F1 12 Tf 18 TL 72 760 Td " + said + b" ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(written))
    return written + head + table + end


def use_adviser(story: Story, *, on: date, today: date) -> None:
    """What the adviser did and will do; then on request, with a question that was answered and one that waits."""
    lines = service_lines(story.cycle)
    for line, (state, note) in zip(lines, ROOMS["services"], strict=False):
        set_service(story.cycle, line.task.id, state=state, note=note, by=story.leader, at=at(on))
    since = today - timedelta(days=60)
    put_on_request(story.cycle, since=since, reason=ROOMS["on_request"], by=story.leader, at=at(since))
    asked = ask_adviser(story.cycle, question=ROOMS["question"], by=story.leader, at=at(since + timedelta(days=20)))
    answered = since + timedelta(days=24)
    answer_question(asked, answer=ROOMS["answer"], answered_on=answered, by=story.leader, at=at(answered))
