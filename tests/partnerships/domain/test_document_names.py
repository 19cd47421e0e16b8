"""Two documents of a partnership never have the same name: the second has the day, the third a number as well."""

from partnerships.domain.filing import file_rendered
from partnerships.enums import DocumentKind
from partnerships.models import Document
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW

PDF = b"%PDF-1.7\n"


def filed(park, *, title="Cijfers van het park", filename="cijfers.pdf", at=NOW):
    return file_rendered(park, PDF, filename=filename, kind=DocumentKind.REPORT, title=title, at=at)


def test_documents_with_one_title_are_told_apart_by_day_and_number(park):
    with member_door(park):
        made = [filed(park) for _time in range(3)]
        assert [one.title for one in made] == [
            "Cijfers van het park", "Cijfers van het park (10 maart 2026)", "Cijfers van het park (10 maart 2026, 2)",
        ]  # fmt: skip
        assert [one.filename for one in made] == ["cijfers.pdf", "cijfers-2026-03-10.pdf", "cijfers-2026-03-10-2.pdf"]


def test_a_long_title_keeps_its_day(park):
    with member_door(park):
        for _time in range(2):
            filed(park, title="x" * 300)
        titles = list(Document.objects.order_by("pk").values_list("title", flat=True))
    assert all(len(title) <= 200 for title in titles)
    assert titles[1].endswith("(10 maart 2026)")


def test_another_partnership_changes_no_name(park, other_park):
    with member_door(other_park):
        filed(other_park)
    with member_door(park):
        assert filed(park).title == "Cijfers van het park"
