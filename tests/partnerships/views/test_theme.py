from django.core.files.base import ContentFile
from django.urls import reverse

from tests.conftest import client_of

PNG = b"\x89PNG\r\n\x1a\n"


def url(name, park):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug})


def test_the_house_colour_of_the_municipality(park, ann, municipality):
    municipality.accent = "#154273"
    municipality.save()
    response = client_of(ann).get(url("theme", park))
    assert response["Content-Type"] == "text/css"
    assert "--bn-accent: #154273;" in response.content.decode()


def test_no_colour_or_a_pale_one_leaves_ours(park, ann, municipality):
    assert client_of(ann).get(url("theme", park)).content == b""
    municipality.accent = "#ffd23f"
    municipality.save()
    assert client_of(ann).get(url("theme", park)).content == b""


def test_the_logo_is_for_members(park, ann, carla, municipality):
    assert client_of(ann).get(url("logo", park)).status_code == 404
    municipality.logo.save("wapen.png", ContentFile(PNG))
    response = client_of(ann).get(url("logo", park))
    assert response["Content-Type"] == "image/png"
    assert response.getvalue() == PNG
    assert client_of(carla).get(url("logo", park)).status_code == 404


def test_a_logo_that_could_hold_a_script_is_not_served(park, ann, municipality):
    municipality.logo.save("wapen.svg", ContentFile(b"<svg/>"))
    assert client_of(ann).get(url("logo", park)).status_code == 404


def test_strangers_and_visitors(client, park, carla):
    assert client_of(carla).get(url("theme", park)).status_code == 404
    assert client.get(url("theme", park)).status_code == 302


def test_only_reading(park, ann):
    assert client_of(ann).post(url("theme", park)).status_code == 405
    assert client_of(ann).post(url("logo", park)).status_code == 405
