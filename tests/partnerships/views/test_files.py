"""Meetings, documents, the history and waiting for work, on screen."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.evidence_files import add_evidence
from partnerships.domain.jobs import start_job
from partnerships.domain.trail_words import WORDS, add_words, sentence, verb_name
from partnerships.models import Activity, Cycle, Document, Job, Meeting, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of
from tests.reading import read

PDF = b"%PDF-1.7\nminutes"


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


def test_a_meeting_is_recorded_with_its_minutes_and_found_again(park: Partnership, leader: Client) -> None:
    today = timezone.localdate()
    data = {"kind": "kick_off", "held_on": today.isoformat(), "decisions": "We beginnen", "attendees": "Zes partijen"}
    with_file = {**data, "minutes": SimpleUploadedFile("verslag.pdf", PDF)}
    assert leader.post(url("meeting-add", park), with_file).status_code == 302
    with member_door(park):
        meeting = Meeting.objects.select_related("minutes").get()
    assert meeting.minutes is not None
    assert meeting.minutes.filename == "verslag.pdf"
    for query, count in [
        ("q=beginnen", 1),
        ("q=anders", 0),
        ("kind=kick_off", 1),
        ("before=2199-01-01", 1),
        ("after=x", 1),
        ("after=2199-01-01", 0),
    ]:
        assert leader.get(f"{url('meetings', park)}?{query}").context["page_obj"].paginator.count == count
    assert "We beginnen" in leader.get(url("meetings-csv", park)).content.decode()
    later = {**data, "held_on": (today + timedelta(days=1)).isoformat()}
    assert leader.post(url("meeting-add", park), later).context["form"].non_field_errors()
    empty = {**data, "minutes": SimpleUploadedFile("leeg.pdf", b"")}
    assert leader.post(url("meeting-add", park), empty).context["form"].non_field_errors()
    with member_door(park):
        assert Meeting.objects.count() == 1


def test_a_partner_sends_evidence_and_a_strange_file_is_refused(park: Partnership, bert: User) -> None:
    client = client_of(bert)
    good = {"kind": "evidence", "title": "Foto's", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(url("document-add", park), good).status_code == 302
    bad = {"kind": "evidence", "title": "X", "file": SimpleUploadedFile("a.html", b"<script>alert(1)</script>")}
    assert client.post(url("document-add", park), bad).context["form"].non_field_errors()
    page = client.get(url("documents", park), {"sort": "-title", "q": "foto"})
    assert page.context["page_obj"].paginator.count == 1
    assert "a.pdf" in client.get(url("documents-csv", park)).content.decode()


def test_a_document_is_saved_or_shown_in_a_box(park: Partnership, leader: Client, ann: User) -> None:
    with member_door(park):
        upload = SimpleUploadedFile("verslag.pdf", PDF)
        document = add_evidence(Cycle.objects.get(), upload, title="Verslag", by=ann, at=NOW)
    address = url("document", park, uuid=document.uuid)
    for query, way in [("", "attachment"), ("?show", "inline")]:
        response = leader.get(address + query)
        assert response["Content-Disposition"].startswith(way)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response.getvalue() == PDF
        read(response)
    with member_door(park):
        Document.objects.update(media_type="application/vnd.ms-excel")
    response = leader.get(f"{address}?show")
    assert response["Content-Disposition"].startswith("attachment")
    read(response)


def test_the_history_reads_as_sentences_and_can_be_filtered(park: Partnership, leader: Client, ann: User) -> None:
    page = leader.get(url("history", park))
    assert page.context["rows"]
    for _row, words, _changes in page.context["rows"]:
        assert not re.search(r"%\(|…", words)
    founded = leader.get(url("history", park), {"verb": "founded", "actor": str(ann)})
    assert [row.verb for row, *_words in founded.context["rows"]] == ["founded"]
    assert leader.get(url("history", park), {"after": "2199-01-01"}).context["rows"] == []
    oldest_first = leader.get(url("history", park), {"sort": "at"})
    assert oldest_first.context["rows"][0][0].pk < oldest_first.context["rows"][-1][0].pk
    assert str(ann) in leader.get(url("history-csv", park)).content.decode()


def test_words_of_the_trail_have_one_owner_and_never_break() -> None:
    for verb, words in WORDS.items():
        assert sentence(Activity(verb=verb, subject_name="X", details={}))
        assert verb_name(verb) == str(words) % dict.fromkeys(re.findall(r"%\((\w+)\)", str(words)), "…")
    assert sentence(Activity(verb="did_a_thing", subject_name="X")) == "did a thing: X"
    assert verb_name("did_a_thing") == "did a thing"
    with pytest.raises(ValueError, match="founded"):
        add_words({"founded": "something else"})


def test_work_shows_its_progress_and_its_end(park: Partnership, leader: Client, ann: User) -> None:
    with member_door(park):
        job = start_job(park, "test", title="Cijfers inlezen", subject="", by=ann, at=NOW, total=10)
        Job.objects.update(done=5)
    here = url("job", park, uuid=job.uuid)
    page = leader.get(here).content.decode()
    assert "every 2s" in page
    without_script = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert without_script is not None
    assert f'href="{here}"' in without_script[1]
    assert "50" in leader.get(url("job-progress", park, uuid=job.uuid)).content.decode()
    with member_door(park):
        Job.objects.update(finished_at=NOW, result_url="/klaar/")
    done = leader.get(url("job-progress", park, uuid=job.uuid))
    assert done.status_code == 286  # htmx stops asking
    assert "/klaar/" in done.content.decode()
    with member_door(park):
        Job.objects.update(error="Het bestand is leeg.")
    page = leader.get(url("job", park, uuid=job.uuid)).content.decode()
    assert "Het bestand is leeg." in page
    assert "every 2s" not in page
