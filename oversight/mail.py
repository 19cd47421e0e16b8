"""From the weekly mail of one person to the message as it is sent. Links are made here and stand in no row."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from oversight.models import DigestMail
from partnerships.mail import link_for, receiver

FOLDER = "emails/weekly_digest"


def compose_digest(mail: DigestMail, digest: Any, tokens: dict[Any, str], *, on: date) -> EmailMultiAlternatives:
    """``digest``: what there is to say (``domain.digests.Digest``); ``tokens``: what its links are made from.

    The Message-ID is the row's, so a repeat is recognised. The headers let a mail program end it with one click (RFC 8058).
    """
    rhythm = link_for(mail.reader.link)
    person = digest.person
    with translation.override(person.language):
        parts = [part_said(part, tokens, on=on) for part in digest.parts]
        links = [line["acts"] for part in parts for line in part["lines"] if line["link"]]
        context = {
            "to_name": person.name,
            "acts_by_link": any(links),
            "signs_in": not all(links) or any(one["link"] for part in parts for one in part["news"]),
            "number": digest.number,
            "parts": parts,
            "rhythm_link": rhythm,
            "work_link": settings.BASE_URL + reverse("oversight:work") if person.account else "",
        }
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"{FOLDER}/subject.txt", context).split()),
            body=render_to_string(f"{FOLDER}/body.txt", context),
            to=[receiver(person.name, person.email)],
            headers={
                "Message-ID": f"<{mail.uuid}@bondgenoot>",
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{rhythm}stop/>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        message.attach_alternative(render_to_string(f"{FOLDER}/body.html", context), "text/html")
    return message


def part_said(part: Any, tokens: dict[Any, str], *, on: date) -> dict[str, Any]:
    """One partnership in plain values, in the language of now."""
    return {
        "name": part.partnership.name,
        "lines": [line_said(line, tokens, on=on) for line in part.shown],
        "more": part.more,
        "news": [
            {
                "kind": one.kind,
                "title": str(one.title),
                "link": settings.BASE_URL + one.path if one.path and part.account else "",
            }
            for one in part.news
        ],
        "mark": part.mark,
        "leader_name": part.leader.name if part.leader else "",
        "leader_email": part.leader.email if part.leader else "",
    }


def line_said(line: Any, tokens: dict[Any, str], *, on: date) -> dict[str, Any]:
    token_for = line.token_for or (tokens.get(line.wanted.key, "") if line.wanted else "")
    link = link_for(token_for) if token_for else settings.BASE_URL + line.path if line.path else ""
    return {
        "kind": line.kind,
        "title": str(line.title),
        "due_on": date_format(line.due_on, "j F Y") if line.due_on else "",
        "days_late": max((on - line.due_on).days, 0) if line.due_on else 0,
        "link": link,
        "acts": bool(token_for),
    }
