"""A file on its way: upload, read by the worker, choose, confirm, throw away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.domain.figures import MAX_DIRECT
from assessments.models import Figure, FigureImport, FigureSet
from partnerships.models import Document, Job
from partnerships.tenancy.doors import member_door
from tests.assessments.conftest import SMALL
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def at(park, name, **kwargs):
    return reverse(f"assessments:{name}", kwargs={"partnership": park.slug, **kwargs})


@pytest.fixture
def send(ann_here, park, django_capture_on_commit_callbacks):
    """Upload a file as ann; the worker runs at once. Gives the staged row."""

    def _send(content=None, name="cijfers.csv", source="police"):
        file = SimpleUploadedFile(name, SMALL.read_bytes() if content is None else content)
        with django_capture_on_commit_callbacks(execute=True):
            answer = ann_here.post(at(park, "figures-import"), {"source": source, "file": file})
        with member_door(park):
            return answer, FigureImport.objects.first()

    return _send


@pytest.mark.feature("F22")
def test_from_upload_to_figures(ann_here, park, send):
    answer, staged = send()
    with member_door(park):
        job = Job.objects.get()
    assert answer.status_code == 302
    assert str(job.uuid) in answer.url
    assert (job.error, job.result_url) == ("", at(park, "figures-preview", pk=staged.pk))
    preview = ann_here.get(job.result_url, {"area": "De Wetering"})
    assert [one["name"] for one in preview.context["chosen"]] == ["De Wetering"]
    confirm = at(park, "figures-confirm", pk=staged.pk)
    assert ann_here.post(confirm, {"area": "De Wetering"}).context["confirm"].errors.keys() == {"right_place"}
    assert ann_here.post(confirm, {"area": "De Wetering", "right_place": "on"}).status_code == 302
    with member_door(park):
        assert [one.area_name for one in FigureSet.objects.all()] == ["De Wetering"]


def test_the_park_itself_is_ticked_when_the_file_knows_it(ann_here, park, send):
    _answer, staged = send()
    choose = ann_here.get(at(park, "figures-preview", pk=staged.pk)).context["choose"]
    assert choose["area"].initial == ["De Wetering"]


def test_searching_keeps_what_is_ticked(ann_here, park, send):
    _answer, staged = send()
    page = ann_here.get(at(park, "figures-preview", pk=staged.pk), {"q": "hoge", "area": "De Wetering"})
    assert [name for name, _words in page.context["choose"].fields["area"].choices] == ["De Wetering", "Hoge Esch"]


def test_choosing_nothing_says_so_and_searching_does_not(ann_here, park, send):
    _answer, staged = send()
    preview = at(park, "figures-preview", pk=staged.pk)
    assert "area" in ann_here.get(preview, {"q": ""}).context["choose"].errors
    assert not ann_here.get(preview, {"q": "hoge"}).context["choose"].errors
    assert not ann_here.get(preview).context["choose"].errors


@pytest.mark.feature("F22")
def test_mistakes_are_shown_and_there_is_nothing_to_confirm(ann_here, park, send):
    _answer, staged = send(SMALL.read_bytes().replace(b"40", b"veertig"))
    page = ann_here.get(at(park, "figures-preview", pk=staged.pk), {"area": "De Wetering"})
    assert page.context["confirm"] is None
    assert "veertig" in page.content.decode()
    ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": "De Wetering", "right_place": "on"})
    with member_door(park):
        assert FigureSet.objects.count() == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"no;table\n1;2\n"])
def test_a_file_we_cannot_use_says_so_where_one_waits(park, send, content):
    send(content)
    with member_door(park):
        job = Job.objects.get()
    assert job.finished_at
    assert job.error


def test_an_empty_file_says_so_at_once(park, send):
    answer, staged = send(b"")
    assert answer.context["form"].errors["file"]
    assert staged is None


@pytest.mark.feature("F22")
def test_the_same_file_again_asks_before_it_replaces(ann_here, park, send):
    for _time in range(2):
        _answer, staged = send()
        confirm = at(park, "figures-confirm", pk=staged.pk)
        answer = ann_here.post(confirm, {"area": "De Wetering", "right_place": "on"})
    assert answer.context["confirm"].non_field_errors()
    assert ann_here.post(confirm, {"area": "De Wetering", "right_place": "on", "replace": "on"}).status_code == 302
    with member_door(park):
        assert FigureSet.objects.filter(removed_at__isnull=True).count() == 1


def test_many_rows_are_left_to_the_worker(ann_here, park, send, django_capture_on_commit_callbacks):
    rows = "".join(f"Soort {number};2024;A;{number}\n" for number in range(MAX_DIRECT + 1))
    _answer, staged = send(f"Soort;Periode;Gebied;Aantal\n{rows}".encode(), source="municipality")
    with django_capture_on_commit_callbacks(execute=True):
        ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": "A", "right_place": "on"})
    with member_door(park):
        assert Figure.objects.count() == MAX_DIRECT + 1
        assert Job.objects.get(kind="import_figures").result_url == at(park, "figures")


def test_throwing_away(ann_here, park, send):
    _answer, staged = send()
    ann_here.post(at(park, "figures-discard", pk=staged.pk))
    assert list(ann_here.get(at(park, "figures")).context["waiting"]) == []


@pytest.mark.feature("F22")
def test_the_export_can_be_imported_again(ann_here, park, send):
    _answer, staged = send()
    ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": "Hoge Esch", "right_place": "on"})
    content = ann_here.get(at(park, "figures-export")).content
    _answer, again = send(content)
    assert again.preview["error_count"] == 0
    assert again.preview["areas"] == [{"name": "Hoge Esch", "rows": 12, "total": 9, "gaps": 3}]


def test_the_pdf_is_a_document_of_the_partnership(ann_here, park, send, django_capture_on_commit_callbacks):
    _answer, staged = send()
    ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": "De Wetering", "right_place": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        ann_here.post(at(park, "figures-pdf"), {"source": "police", "per": "month", "category": "2.5.1"})
    with member_door(park):
        document = Document.objects.get()
        assert Job.objects.get(kind="figures_report").error == ""
    assert (document.kind, document.sealed_id, document.media_type) == ("report", None, "application/pdf")
    with document.file.open("rb") as stored:
        assert stored.read(5) == b"%PDF-"


@pytest.mark.parametrize(
    "query", [{}, {"source": "nobody", "area": "x", "category": "9.9.9", "per": "week"}, {"per": "year"}, {"page": "x"}]
)
def test_any_address_of_the_drawing_works(ann_here, park, send, query):
    _answer, staged = send()
    ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": "De Wetering", "right_place": "on"})
    page = ann_here.get(at(park, "figures"), query)
    assert page.status_code == 200
    assert page.context["choice"].monthly is True


def test_the_list_asks_no_more_questions_for_more_sets(ann_here, park, send, django_assert_max_num_queries):
    def confirm(areas):
        _answer, staged = send()
        ann_here.post(at(park, "figures-confirm", pk=staged.pk), {"area": areas, "right_place": "on", "replace": "on"})

    confirm(["De Wetering"])
    with django_assert_max_num_queries(100) as asked:
        ann_here.get(at(park, "figures"))
        few = len(asked)
    confirm(["De Wetering", "Hoge Esch", "Oosterveen"])
    with django_assert_max_num_queries(few):
        assert len(ann_here.get(at(park, "figures")).context["page"]) == 3


def test_after_adoption_no_file_comes_in(ann_here, ann, park, send):
    from assessments.domain.analyses import adopt_analysis
    from partnerships.models import Cycle

    with member_door(park):
        adopt_analysis(Cycle.objects.get(), unmet=[], by=ann, on=TODAY, at=NOW)
    answer, staged = send()
    assert staged is None
    assert answer.context["form"].errors["file"]
