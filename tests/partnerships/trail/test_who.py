"""Who, on behalf of which organisation, from where; and what it says on the page."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from certification.models import Audit
from partnerships.acting import Acting, act_for, acting, now_acting, shortened
from partnerships.domain.activity import record
from partnerships.domain.contacts import change_contact
from partnerships.domain.trail_changes import changes_of, kind_name
from partnerships.models import Activity, Contact, Partner
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of


def url(name, park, **kwargs):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **kwargs})


def last_of(park):
    with member_door(park):
        return Activity.objects.latest("pk")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        (None, ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_shortened(address, kept):
    assert shortened(address) == kept


def test_a_member_acts_for_its_party_from_its_network(park, bert):
    with member_door(park):
        partner = Partner.objects.get(members__user=bert)
    words = {"expectation": "Rust", "desired_environment": "Licht", "own_role": "Kijken"}
    answer = client_of(bert).post(url("statement", park, pk=partner.pk), words, REMOTE_ADDR="198.51.100.9")
    assert answer.status_code == 302
    row = last_of(park)
    assert (row.verb, row.actor, row.on_behalf_of, row.origin) == (
        "wrote_statement", bert, str(partner), "198.51.100.0/24",
    )  # fmt: skip
    assert row.details["changed"]["expectation"] == ["", "Rust"]


def test_the_house_acts_for_nobody_and_comes_from_nowhere(park):
    with member_door(park), acting(Acting(origin="192.0.2.0/24")):
        act_for("Politie")
        row = record(park, "sealed_agreement", by=None, at=NOW)
    assert (row.actor_name, row.on_behalf_of, row.origin) == ("Bondgenoot", "", "")


def test_nothing_is_known_after_the_request(park, ann):
    client_of(ann).get(url("history", park))
    assert now_acting() == Acting()
    act_for("Politie")
    assert now_acting() == Acting()


def test_an_auditor_acts_for_the_body(world, otto):
    answer = client_of(otto).get(reverse("certification:audit-room", kwargs={"uuid": world.audit.uuid}))
    assert answer.status_code == 200
    with member_door(world.partnership):
        row = Activity.objects.latest("pk")
        body = Audit.objects.get(pk=world.audit.pk).body.name
    assert (row.verb, row.actor, row.on_behalf_of) == ("viewed_dossier", otto, body)


@pytest.fixture
def contact(park):
    with member_door(park):
        return Contact.objects.select_related("partner", "partnership").first()


def test_an_edit_reads_from_what_to_what_and_keeps_no_telephone_number(park, ann, contact):
    with member_door(park):
        change_contact(
            contact, name=contact.name, function="Wijkagent", email=contact.email, represents=contact.represents,
            signs=False, phone="0612345678", by=ann, at=NOW,
        )  # fmt: skip
    row = last_of(park)
    assert "0612345678" not in row.hashed_text
    with translation.override("en"):
        told = {one.label: (one.old, one.new) for one in changes_of(row)}
    assert told["function"] == ("Bestuurder", "Wijkagent")
    assert ("yes", "no") in told.values()
    client = client_of(ann)
    client.cookies["django_language"] = "en"
    page = client.get(url("history", park)).content.decode()
    assert "function from “Bestuurder” to “Wijkagent”" in page


def test_the_page_filters_by_person_act_kind_and_thing(park, ann, contact):
    with member_door(park):
        partner = Partner.objects.latest("pk")
        record(park, "wrote_statement", by=ann, at=NOW, about=partner)
        record(park, "changed_contact", by=ann, at=NOW, about=contact)
    client = client_of(ann)
    client.get(url("parties-csv", park))

    def verbs(**query):
        return {row.verb for row, *_rest in client.get(url("history", park), query).context["rows"]}

    about = f"partner:{partner.pk}"
    assert "wrote_statement" in verbs(about=about)
    assert "changed_contact" not in verbs(about=about)
    assert verbs(kind="contact") == {"changed_contact"}
    assert verbs(sort_of="looks") == {"exported_parties"}
    assert "exported_parties" not in verbs(sort_of="acts")
    page = client.get(url("history", park), {"about": about, "verb": "wrote_statement"}).content.decode()
    assert f'<input type="hidden" name="about" value="{about}">' in page
    assert str(partner) in page
    assert client.get(url("history", park), {"about": "niets"}).status_code == 200
    exported = client.get(url("history-csv", park), {"about": about}).content.decode()
    assert "changed_contact" not in exported


@pytest.mark.parametrize("page", ["party", "area", "agreement", "audits", "measure", "plan", "documents"])
def test_a_thing_leads_to_its_own_history(world, ann, page):
    here = {"partnership": world.partnership.slug}
    address, about = {
        "party": (url("party", world.partnership, pk=world.partner.pk), f"partner:{world.partner.pk}"),
        "area": (url("area", world.partnership, pk=world.area.pk), f"area:{world.area.pk}"),
        "agreement": (url("agreement", world.partnership, uuid=world.agreement.uuid), f"agreement:{world.agreement.pk}"),
        "documents": (url("documents", world.partnership), f"document:{world.document.pk}"),
        "audits": (reverse("certification:audits", kwargs=here), f"audit:{world.audit.pk}"),
        "measure": (
            reverse("actionplans:measure", kwargs={**here, "pk": world.measure.pk}), f"measure:{world.measure.pk}",
        ),
        "plan": (reverse("actionplans:plan", kwargs=here), f"plan:{world.plan.pk}"),
    }[page]  # fmt: skip
    found = re.search(rf'href="([^"]*\?about={about})"', client_of(ann).get(address).content.decode())
    assert found is not None
    assert client_of(ann).get(found[1]).status_code == 200


def test_the_page_asks_as_much_of_a_long_trail(park, ann, django_assert_max_num_queries):
    with member_door(park):
        for number in range(60):
            record(park, "ticked_task", by=ann, at=NOW, name=str(number))
    client = client_of(ann)
    client.get(url("history", park))
    with django_assert_max_num_queries(12):
        assert len(client.get(url("history", park)).context["rows"]) == 50


def test_a_thing_without_a_table_is_named_all_the_same():
    assert kind_name("ding:1") == "Ding"
    with translation.override("en"):
        assert kind_name("measure:1") == "Measure"
