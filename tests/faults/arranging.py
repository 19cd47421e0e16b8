"""Run inside an installation (its environment, its database): parks with texts that are out for signing.

    python -m tests.faults.arranging PARTIES…

Makes a park for each number given, with so many parties that sign and one declaration that was sent; prints the slugs.
"""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402  after Django is ready
from django.utils import timezone  # noqa: E402

from partnerships.domain.agreements import draft_agreement, send_agreement, signable_documents  # noqa: E402
from partnerships.enums import AgreementKind, PartyKind  # noqa: E402
from partnerships.models import Cycle, Organisation, User  # noqa: E402
from partnerships.tenancy.doors import member_door  # noqa: E402
from tests.conftest import add_partner, found, newest_scheme  # noqa: E402

NEEDED = (PartyKind.MUNICIPALITY, PartyKind.POLICE, PartyKind.FIRE, PartyKind.ENTREPRENEURS)
LEADER = "projectleider@demo.example.org"


@transaction.atomic
def arrange(number: int, parties: int) -> str:
    leader = User.objects.get(email=LEADER)
    municipality = Organisation.objects.get(name="Gemeente Oosterveen")
    park = found(f"Storing {number}", leader, municipality, newest_scheme("certificate"))
    for party in range(parties):
        kind = NEEDED[party] if party < len(NEEDED) else PartyKind.ENTREPRENEURS
        add_partner(park, f"Partij {number}.{party}", kind, email=f"partij-{number}-{party}@demo.example.org")
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
        document = next(one for one in signable_documents(cycle.scheme) if one.kind == AgreementKind.DECLARATION)
        draft = draft_agreement(cycle, scheme_document=document.id, by=leader, at=timezone.now())
        send_agreement(draft, by=leader, at=timezone.now())
    return str(park.slug)


for place, count in enumerate(sys.argv[1:], start=1):
    sys.stdout.write(f"{arrange(place, int(count))}\n")
