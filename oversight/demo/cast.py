"""Organisations and people of the demonstration. People are functions; their addresses belong to nobody."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from partnerships.demo_accounts import DEMO_ENDING
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind
from partnerships.models import MailConfirmation, Organisation, User
from partnerships.tokens import new_nonce

ORGANISATIONS = [
    ("gemeente-oosterveen", "Gemeente Oosterveen", PartyKind.MUNICIPALITY, "NL"),
    ("gemeente-rietmeer", "Gemeente Rietmeer", PartyKind.MUNICIPALITY, "NL"),
    ("stad-schelderade", "Stad Schelderade", PartyKind.MUNICIPALITY, "BE"),
    ("politie", "Politie Basisteam Oost", PartyKind.POLICE, "NL"),
    ("brandweer", "Veiligheidsregio Rivierland-Oost", PartyKind.FIRE, "NL"),
    ("ondernemers", "Ondernemerskring Oosterveen", PartyKind.ENTREPRENEURS, "NL"),
    ("ondernemers-rietmeer", "Ondernemersvereniging Rietmeer", PartyKind.ENTREPRENEURS, "NL"),
    ("parkmanagement", "Parkmanagement Rivierland", PartyKind.PARK_MANAGEMENT, "NL"),
    ("pvo", "Platform Veilig Ondernemen Oost", PartyKind.BUSINESS_PLATFORM, "NL"),
    ("verzekeraar", "Verzekeraar Z", PartyKind.INSURER, "NL"),
    ("certificatie", "Certificatie-instelling X", PartyKind.CERTIFICATION_BODY, "NL"),
    ("politiezone", "Politiezone Schelderade", PartyKind.POLICE, "BE"),
    ("hulpverleningszone", "Hulpverleningszone Schelderade", PartyKind.FIRE, "BE"),
    ("kamer", "Kamer van ondernemers Schelderade", PartyKind.CHAMBER, "BE"),
    ("bedrijvengroep", "Bedrijvengroep Blauwe Poort", PartyKind.ENTREPRENEURS, "BE"),
    ("bewaking", "Bewakingsonderneming Y", PartyKind.COLLECTIVE_SECURITY, "BE"),
]
# In the order of the sign-in page.
PEOPLE = [
    ("projectleider", "Projectleider (Oosterveen)"),
    ("projectleider-rietmeer", "Projectleider (Rietmeer)"),
    ("coordinator", "Coördinator (Schelderade)"),
    ("procesbegeleider", "Procesbegeleider, regionaal adviseur"),
    ("wijkagent", "Wijkagent, vertegenwoordiger van de politie"),
    ("brandweer", "Adviseur brandveiligheid"),
    ("ambtenaar", "Ambtenaar veiligheid, vertegenwoordiger van de gemeente"),
    ("voorzitter", "Voorzitter van de ondernemerskring"),
    ("regiehouder", "Regiehouder van Gemeente Oosterveen"),
    ("regiehouder-rietmeer", "Regiehouder van Gemeente Rietmeer"),
    ("auditor", "Auditor van Certificatie-instelling X"),
]


# Which organisations confirmed their mail domain: the public ones. The smaller ones did not, and sign all the same.
CONFIRMED = (
    "gemeente-oosterveen", "gemeente-rietmeer", "stad-schelderade", "politie", "politiezone", "brandweer",
    "hulpverleningszone", "pvo",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    organisations: dict[str, Organisation]
    people: dict[str, User]


def confirm_for(organisation: Organisation, *, on: date) -> None:
    """The organisation confirmed the domains its people have in the demonstration; nobody was mailed for it."""
    at = timezone.make_aware(datetime.combine(on, time(9)))
    for domain in (DEMO_ENDING.removeprefix("@"), "example.org"):
        MailConfirmation.objects.create(
            organisation=organisation, domain=domain, email=f"post@{domain}", nonce=new_nonce(), asked_at=at,
            expires_at=at, confirmed_at=at,
        )  # fmt: skip


def gather_cast(*, on: date) -> Cast:
    """Make the organisations, the accounts (without a password) and the offices across partnerships."""
    organisations = {
        key: Organisation.objects.get_or_create(name=name, kind=kind, country=country)[0]
        for key, name, kind, country in ORGANISATIONS
    }
    for key in CONFIRMED:
        confirm_for(organisations[key], on=on)
    people = {key: User.objects.create_user(f"{key}{DEMO_ENDING}", name=name) for key, name in PEOPLE}
    appoint_officer(people["regiehouder"], organisations["gemeente-oosterveen"], role=OfficerRole.OVERSEER, on=on)
    appoint_officer(
        people["regiehouder-rietmeer"], organisations["gemeente-rietmeer"], role=OfficerRole.OVERSEER, on=on
    )
    appoint_officer(people["auditor"], organisations["certificatie"], role=OfficerRole.AUDITOR, on=on)
    return Cast(organisations, people)
