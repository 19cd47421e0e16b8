"""Founding a partnership in three pages, without a script (F01, F03, F04)."""

import pytest
from django.urls import reverse

from partnerships.domain.areas import make_area
from partnerships.enums import AreaKind
from partnerships.models import Activity, Area, Cycle, Membership, Organisation, Partnership, StartAnswer, User
from partnerships.scheme_files import all_schemes, schemes_for
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of


@pytest.fixture
def ground(municipality: Organisation) -> Area:
    return make_area("Molenhoek", kind=AreaKind.BUSINESS_PARK, municipality=municipality)


def start_url(area: Area, urn: str) -> str:
    return f"{reverse('partnerships:found-start')}?area={area.pk}&scheme={urn}"


def test_step_one_searches_and_keeps_what_was_chosen(ann: User, ground: Area, municipality: Organisation) -> None:
    other = make_area("Andere grond", kind=AreaKind.RURAL, municipality=municipality)
    page = client_of(ann).get(f"{reverse('partnerships:found')}?area={ground.pk}&q=andere")
    assert page.context["chosen"] == [ground]
    assert list(page.context["page_obj"]) == [other]
    on = client_of(ann).get(f"{reverse('partnerships:found')}?area={ground.pk}&area={other.pk}&go=scheme")
    assert on["Location"] == f"{reverse('partnerships:found-scheme')}?area={other.pk}&area={ground.pk}"
    nonsense = client_of(ann).get(reverse("partnerships:found"), {"area": "x", "page": "x", "kind": "x"})
    assert nonsense.status_code == 200
    assert b'role="alert"' not in nonsense.content


def test_going_on_without_ground_says_what_is_missing(ann: User, ground: Area) -> None:
    page = client_of(ann).get(reverse("partnerships:found"), {"q": "", "go": "scheme"})
    assert b'role="alert"' in page.content


def test_new_ground_is_described_on_the_way(ann: User) -> None:
    data = {"name": "Nieuw terrein", "kind": AreaKind.RURAL, "new_municipality": "Gemeente Zuid", "country": "BE"}
    response = client_of(ann).post(f"{reverse('partnerships:area-new')}?area=7&area=x", data)
    area = Area.objects.get()
    assert response["Location"] == f"{reverse('partnerships:found')}?area=7&area={area.pk}"
    assert area.municipality.country == "BE"
    again = client_of(ann).post(reverse("partnerships:area-new"), data)
    assert again.context["form"].non_field_errors()
    none = client_of(ann).post(reverse("partnerships:area-new"), {"name": "X", "kind": AreaKind.RURAL})
    assert "municipality" in none.context["form"].errors


@pytest.mark.feature("F01")
@pytest.mark.parametrize("kind", list(AreaKind))
def test_the_picker_offers_only_what_fits_the_ground(kind: AreaKind, ann: User, municipality: Organisation) -> None:
    area = make_area(f"Terrein {kind}", kind=kind, municipality=municipality)
    page = client_of(ann).get(reverse("partnerships:found-scheme"), {"area": area.pk})
    offered = [offer["scheme"] for offer in page.context["offers"]]
    assert set(offered) == set(schemes_for({kind}))
    assert [offer["abroad"] for offer in page.context["offers"]] == sorted(one.country != "NL" for one in offered)
    for scheme in offered:
        for phase in scheme.phases:
            assert str(phase.name) in page.content.decode().replace("&#x27;", "'").replace("&amp;", "&")


@pytest.mark.feature("F01")
def test_no_scheme_fits_a_park_and_a_field_that_share_none(ann: User, ground: Area, municipality: Organisation) -> None:
    shops = make_area("Winkels", kind=AreaKind.SHOPPING_AREA, municipality=municipality)
    field = make_area("Buitengebied", kind=AreaKind.RURAL, municipality=municipality)
    page = client_of(ann).get(reverse("partnerships:found-scheme"), {"area": [shops.pk, field.pk]})
    assert page.context["offers"] == []
    assert b"bn-empty" in page.content


@pytest.mark.feature("F03")
def test_the_founder_becomes_the_project_leader(ann: User, ground: Area) -> None:
    scheme = next(one for one in schemes_for({ground.kind}) if not one.intake)
    response = client_of(ann).post(start_url(ground, scheme.urn), {"name": "Veilig Molenhoek"})
    partnership = Partnership.objects.get()
    assert partnership.slug in response["Location"]
    with member_door(partnership):
        cycle = Cycle.objects.get()
        assert (cycle.scheme_urn, cycle.scheme_version) == (scheme.urn, scheme.version)
        assert Membership.objects.get().user == ann
    assert (
        client_of(ann).get(reverse("partnerships:parties", kwargs={"partnership": partnership.slug})).status_code == 200
    )


def test_the_same_form_sent_twice_founds_once(ann: User, carla: User, ground: Area) -> None:
    """Also when the answer to the first never came; another name or another person is another partnership."""
    scheme = next(one for one in schemes_for({ground.kind}) if not one.intake)
    url = start_url(ground, scheme.urn)
    first = client_of(ann).post(url, {"name": "Veilig Molenhoek"})
    again = client_of(ann).post(url, {"name": " veilig molenhoek"})
    assert again.status_code == 302
    assert again["Location"] == first["Location"]
    assert Partnership.objects.count() == 1
    client_of(ann).post(url, {"name": "Veilig Molenhoek Zuid"})
    client_of(carla).post(url, {"name": "Veilig Molenhoek"})
    assert Partnership.objects.count() == 3


def test_who_left_since_is_told_so(ann: User, carla: User, ground: Area) -> None:
    scheme = next(one for one in schemes_for({ground.kind}) if not one.intake)
    url = start_url(ground, scheme.urn)
    client_of(ann).post(url, {"name": "Veilig"})
    partnership = Partnership.objects.get()
    with member_door(partnership):
        Membership.objects.update(user=carla)
    assert client_of(ann).post(url, {"name": "Veilig"}).context["form"].non_field_errors()
    assert Partnership.objects.count() == 1


@pytest.mark.feature("F04")
def test_one_no_blocks_the_start_and_shows_the_advice(ann: User, ground: Area) -> None:
    scheme = next(one for one in all_schemes() if one.intake)
    url = start_url(ground, scheme.urn)
    answers = {f"answer_{question.id}": "yes" for question in scheme.intake}
    answers |= {f"basis_{question.id}": "objective" for question in scheme.intake}
    answers |= {f"source_{question.id}": "Aangiften bij de politie over 2025" for question in scheme.intake}
    for question in scheme.intake:
        page = client_of(ann).post(url, {**answers, "name": "X", f"answer_{question.id}": "no"})
        assert page.status_code == 200
        assert page.context["form"].errors[f"answer_{question.id}"] == [str(question.advice)]
        for proof in ("basis", "source"):
            page = client_of(ann).post(url, {**answers, "name": "X", f"{proof}_{question.id}": ""})
            assert f"{proof}_{question.id}" in page.context["form"].errors
    assert not Partnership.objects.exists()


@pytest.mark.feature("F04")
def test_two_times_yes_with_what_it_rests_on_opens_the_first_phase(ann: User, ground: Area) -> None:
    scheme = next(one for one in all_schemes() if one.intake)
    figures, feeling = scheme.intake
    answers = {
        "name": "X", f"answer_{figures.id}": "yes", f"answer_{feeling.id}": "yes",
        f"basis_{figures.id}": "objective", f"source_{figures.id}": "Aangiften bij de politie over 2025",
        f"basis_{feeling.id}": "subjective",
    }  # fmt: skip
    leader = client_of(ann)
    answer = leader.post(start_url(ground, scheme.urn), answers)
    assert answer.status_code == 302
    partnership = Partnership.objects.get()
    with member_door(partnership):
        passed = Activity.objects.get(verb="passed_intake")
        kept = {one.question_id: (one.basis, one.source) for one in StartAnswer.objects.all()}
    assert passed.details["basis"] == {figures.id: "objective", feeling.id: "subjective"}
    assert kept == {figures.id: ("objective", "Aangiften bij de politie over 2025"), feeling.id: ("subjective", "")}
    assert str(scheme.phases[0].name) in leader.get(answer["Location"]).content.decode()
    report = leader.get(reverse("partnerships:problems", kwargs={"partnership": partnership.slug})).content.decode()
    assert "Aangiften bij de politie over 2025" in report


def test_a_step_that_was_skipped_is_asked_first(ann: User, ground: Area) -> None:
    client = client_of(ann)
    assert client.get(reverse("partnerships:found-scheme"))["Location"] == reverse("partnerships:found")
    assert client.get(reverse("partnerships:found-start"))["Location"] == reverse("partnerships:found")
    unknown = client.get(start_url(ground, "bestaat-niet"))
    assert unknown["Location"].startswith(reverse("partnerships:found-scheme"))
