"""An insurer sees the text it witnesses and the certificate in short, nothing else (F105)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.domain.granting import regrant
from partnerships.domain.invitations import invite
from partnerships.enums import PartyKind, Role
from partnerships.models import Agreement, Cycle, Invitation, Membership, Partner, Partnership, Signature, User
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import NOW, TODAY, add_partner, client_of, make_user
from tests.walk import addresses, ask, status_of
from tests.world import World

pytestmark = pytest.mark.feature("F105")
OWN = {
    "certification:home", "certification:certificates", "certification:certificate-document", "partnerships:witnessed",
    "partnerships:witnessed-pdf", "partnerships:witnessed-text", "partnerships:witnessed-annex",
    "partnerships:theme", "partnerships:logo",
}  # fmt: skip


@pytest.fixture
def insurer(park: Partnership) -> Partner:
    return add_partner(park, "Verzekeraar N.V.", PartyKind.INSURER)


def sent(park: Partnership, title: str, **fields: Any) -> Agreement:
    scheme_document = f"d-{title.lower().replace(' ', '-')}"
    return Agreement.objects.create(
        partnership=park, cycle=Cycle.objects.get(), kind="covenant", scheme_document=scheme_document, title=title,
        text=f"# {title}\n\nWoorden van {title}.", created_at=NOW, sent_at=NOW, text_sha256="0" * 64, **fields,
    )  # fmt: skip


def asked(agreement: Agreement, partner: Partner, *, email: str, as_witness: bool = True) -> None:
    Signature.objects.create(
        partnership_id=agreement.partnership_id, agreement=agreement, partner=partner, email=email, name="V",
        function="Directeur", nonce="v" * 32, as_witness=as_witness, expires_at=NOW + timedelta(days=30),
    )  # fmt: skip


def joined(park: Partnership, insurer: Partner | None) -> User:
    user = make_user("vera")
    with member_door(park):
        Membership.objects.create(
            partnership=park, user=user, role=Role.INSURER, partner=insurer, valid_from=TODAY - timedelta(days=1)
        )
        regrant(user, park, on=TODAY)
    return user


def test_home_shows_the_texts_witnessed_and_no_other(park: Partnership, insurer: Partner) -> None:
    with member_door(park):
        mine, theirs, own = sent(park, "Convenant"), sent(park, "Ander stuk"), sent(park, "Eigen stuk")
        gone = sent(park, "Ingetrokken stuk", withdrawn_at=NOW)
        asked(mine, insurer, email="directie@example.org")
        asked(gone, insurer, email="directie@example.org")
        asked(own, insurer, email="directie@example.org", as_witness=False)  # signs it as a party
    client = client_of(joined(park, insurer))
    home = client.get(park.get_absolute_url())
    assert home.status_code == 200
    assert [text for text, _standing in home.context["texts"]] == [mine]

    def text(agreement: Agreement) -> Any:
        return client.get(reverse("partnerships:witnessed", kwargs={"partnership": park.slug, "uuid": agreement.uuid}))

    assert "Woorden van Convenant" in text(mine).content.decode()
    assert [text(one).status_code for one in (theirs, own, gone)] == [404, 404, 404]


def test_one_organisation_is_party_and_supplies_a_witness(park: Partnership, insurer: Partner) -> None:
    """The witness of an organisation that signs as well reads the text as a witness, also without its party (S004)."""
    with member_door(park):
        text = sent(park, "Waardering")
        asked(text, insurer, email="directie@example.org", as_witness=False)
        asked(text, insurer, email="vera@example.org")
    client = client_of(joined(park, None))
    assert [one for one, _standing in client.get(park.get_absolute_url()).context["texts"]] == [text]


def test_the_certificate_in_short(world: World, ines: User) -> None:
    page = client_of(ines).get(world.partnership.get_absolute_url()).content.decode()
    assert world.certificate.number in page
    assert world.witnessed.title in page
    assert world.document.filename not in page
    pdf = reverse(
        "partnerships:witnessed-pdf", kwargs={"partnership": world.partnership.slug, "uuid": world.witnessed.uuid}
    )
    assert ask(client_of(ines), "GET", pdf).status_code == 200


@pytest.mark.usefixtures("bare_refusals")
def test_nothing_else_opens(world: World, ines: User) -> None:
    """The smallest of roles: 403 on every verb and on every page of content. There is no logo to see in these settings."""
    client, opened = client_of(ines), []
    for address in addresses():
        if address.is_of_partnership:
            for method in sorted(address.methods & {"GET", "POST"}):
                status = status_of(client, method, address.url(world), is_refusal=address.name not in OWN)
                if status != 403 and address.name not in OWN:
                    opened.append((address.name, method, status))
                if address.name == "partnerships:logo" and status not in {403, 404}:
                    opened.append((address.name, method, status))
    assert opened == []


@pytest.mark.usefixtures("today")
def test_accepting_the_invitation_lands_on_it(park: Partnership, ann: User, insurer: Partner) -> None:
    with member_door(park):
        invitation: Invitation = invite(
            park, email="nieuw@example.org", name="N", role=Role.INSURER, partner=insurer, by=ann, at=NOW
        )
    token = make_token("invite", str(invitation.uuid), invitation.nonce)
    path = reverse("partnerships:invitation-open", kwargs={"uuid": invitation.uuid, "token": token})
    new = {"name": "N", "password": "paard batterij nietje", "again": "paard batterij nietje"}
    answer = Client().post(path, new, follow=True)
    assert answer.redirect_chain[-1][0] == park.get_absolute_url()
    assert answer.status_code == 200
