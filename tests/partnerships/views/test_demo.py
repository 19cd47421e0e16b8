from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from partnerships.models import User

LOGIN = "/demo/login/"
HELP = "/help/"


def leader(**fields):
    return User.objects.create_user("projectleider@demo.example.org", name="Projectleider De Wetering", **fields)


def test_sign_in_by_role(client, db, settings):
    settings.DEMO = True
    user = leader()
    page = client.get(reverse("account_login"), {"next": HELP}).content.decode()
    assert "Projectleider De Wetering" in page
    response = client.post(LOGIN, {"email": user.email, "next": HELP})
    assert response.url == HELP
    assert client.session["_auth_user_id"] == str(user.pk)


def test_never_elsewhere(client, db, settings):
    settings.DEMO = True
    response = client.post(LOGIN, {"email": leader().email, "next": "https://example.org/"})
    assert "example.org" not in response.url


def test_not_outside_a_demonstration(client, db, settings):
    settings.DEMO = False
    user = leader()
    assert client.post(LOGIN, {"email": user.email}).status_code == 404
    assert "Projectleider De Wetering" not in client.get(reverse("account_login")).content.decode()
    assert client.get(reverse("partnerships:demo-mail")).status_code == 404
    assert client.get(reverse("partnerships:demo-mail-detail", kwargs={"key": "x.0"})).status_code == 404


def test_not_as_somebody_else(client, ann, settings):
    settings.DEMO = True
    leader(is_staff=True)
    for email in (ann.email, "projectleider@demo.example.org", "", "niemand@demo.example.org"):
        assert client.post(LOGIN, {"email": email}).status_code == 404


def test_only_by_pressing(client, db, settings):
    settings.DEMO = True
    assert client.get(LOGIN).status_code == 405
    assert client.post(reverse("partnerships:demo-mail")).status_code == 405


def send(folder, *subjects):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(backend, file_path=str(folder)) as connection:
        for subject in subjects:
            body = "Teken hier: http://testserver/sign/1/ <script>\n\nDank u."
            EmailMessage(subject, body, to=["burgemeester@example.org"], connection=connection).send()


def test_mails_stand_on_a_page(client, db, settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    assert "<table" not in client.get("/demo/mail/").content.decode()
    send(tmp_path, "Verzoek om te tekenen", "Tweede écht")
    page = client.get("/demo/mail/")
    mails = page.context["mails"]
    assert [mail.subject for mail in mails] == ["Tweede écht", "Verzoek om te tekenen"]
    detail = client.get(reverse("partnerships:demo-mail-detail", kwargs={"key": mails[1].key})).content.decode()
    assert '<a href="http://testserver/sign/1/"' in detail
    assert "burgemeester@example.org" in detail
    assert "&lt;script&gt;" in detail


def test_a_mail_that_is_not_there(client, db, settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    send(tmp_path, "Een")
    key = client.get("/demo/mail/").context["mails"][0].key
    for wrong in ("x.0", key.rpartition(".")[0] + ".7", "..%2Fsecret.0", "x"):
        assert client.get(f"/demo/mail/{wrong}/").status_code == 404
