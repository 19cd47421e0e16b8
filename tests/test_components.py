"""The component library: what each tag draws, in every state."""

from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from partnerships.enums import PartyKind
from partnerships.models import Organisation
from partnerships.templatetags.icon_shapes import SHAPES
from partnerships.views.styleguide import styleguide


def draw(source, rf=None, path="/", **context):
    if rf is not None:
        context["request"] = rf.get(path)
        context["request"].user = AnonymousUser()
    return Template("{% load ui %}" + source).render(Context(context))


class Ids(HTMLParser):
    """Which ids a page gives and which it refers to."""

    def __init__(self, html):
        super().__init__()
        self.given, self.wanted = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.given.append(value)
            if name in {"for", "aria-describedby", "aria-labelledby"}:
                self.wanted += (value or "").split()


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_icon_is_silent_for_screen_readers(name):
    assert 'aria-hidden="true"' in draw('{% icon "' + name + '" %}')


def test_unknown_words_are_found_when_the_page_is_drawn():
    with pytest.raises(ValueError, match="No icon"):
        draw('{% icon "unicorn" %}')
    with pytest.raises(ValueError, match="No state"):
        draw('{% state "purple" "x" %}')
    with pytest.raises(ValueError, match="No button"):
        draw('{% button "x" kind="loud" %}')
    with pytest.raises(TemplateSyntaxError):
        draw('{% button "x" colour="red" %}')


def test_state_escapes_its_words():
    assert "&lt;b&gt;" in draw("{% state 'done' words %}", words="<b>")


def test_button_is_a_submit_or_a_link():
    assert 'type="submit"' in draw('{% button "Save" %}')
    link = draw('{% button "Open" url="/x/" kind="secondary" %}')
    assert 'href="/x/"' in link
    assert "<button" not in link


@pytest.mark.feature("B07")
def test_a_button_that_cannot_work_never_submits_and_says_why(rf):
    html = draw('{% button "Sign" url="/x/" disabled="First this." %}{% button "Sign" disabled="First this." %}', rf)
    assert "submit" not in html
    assert "href" not in html
    assert html.count('aria-disabled="true"') == 2
    ids = Ids(html)
    assert len(set(ids.given)) == 2
    assert ids.given == ids.wanted


def test_post_button_asks_before_it_acts():
    html = draw('{% post_button "Delete" "/x/" confirm="Sure?" %}', csrf_token="token")
    assert "Sure?" in html
    assert html.count("<form") == 1
    assert 'value="token"' in html
    assert html.index("<details") < html.index("<form")
    refused = draw('{% post_button "Delete" "/x/" disabled="Not yours." %}')
    assert "<form" not in refused


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (1430000, "€\u00a014.300", "€\u00a014,300"),
        (1430050, "€\u00a014.300,50", "€\u00a014,300.50"),
        (-500, "-€\u00a05", "-€\u00a05"),
        (0, "€\u00a00", "€\u00a00"),
        (None, "", ""),
    ],
)
def test_money(cents, dutch, english):
    with translation.override("nl"):
        assert draw("{% euro cents %}", cents=cents) == dutch
        assert draw("{{ cents|euro }}", cents=cents) == dutch
    with translation.override("en"):
        assert draw("{% euro cents %}", cents=cents) == english


def test_drawings_have_no_decimal_commas():
    with translation.override("nl"):
        assert 'width="51.2"' in draw("{% meter 32 30 60 %}")
        assert 'width="0"' in draw("{% meter 1 1 0 %}")
        assert 'viewBox="0 0 348 12"' in draw("{% tally 9 11 %}")
        assert "<svg" not in draw("{% tally 0 0 %}")
        assert 'value="100"' in draw('{% progress_bar 140 "Busy" %}')


def test_headers_sort_and_turn_round(rf):
    head = '{% th_sort "Name" "name" default="name" %}'
    assert 'aria-sort="ascending"' in draw(head, rf, "/")
    assert "?sort=-name" in draw(head, rf, "/")
    turned = draw(head, rf, "/?sort=-name&page=3&q=a")
    assert 'aria-sort="descending"' in turned
    assert "q=a" in turned
    assert "page" not in turned
    assert "aria-sort" not in draw('{% th_sort "Kind" "kind" %}', rf, "/?sort=name")


def test_pages_keep_what_the_address_asks_for(rf):
    pages = Paginator(range(78), 5)
    html = draw("{% pagination page %}", rf, "/?q=a&page=3", page=pages.get_page(3))
    assert "?q=a&amp;page=2" in html
    assert "?q=a&amp;page=4" in html
    assert html.count('aria-current="page"') == 1
    assert draw("{% pagination page %}", rf, "/", page=Paginator(range(3), 5).get_page(1)).strip() == ""


def test_export_takes_filters_along_but_not_the_page(rf):
    assert 'href="/x.csv?q=a"' in draw('{% export_link "/x.csv" %}', rf, "/?q=a&page=2")
    assert 'href="/x.csv"' in draw('{% export_link "/x.csv" %}', rf, "/")


class Kinds(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    q = django_filters.CharFilter(label="Search", field_name="name")
    kind = django_filters.MultipleChoiceFilter(label="Kind", choices=PartyKind.choices)
    sort = django_filters.OrderingFilter(fields=["name"])

    class Meta:
        model = Organisation
        fields: list[str] = []


def test_a_filter_can_be_taken_away_one_by_one(rf):
    path = "/?kind=police&kind=fire&sort=-name&page=2"
    request = rf.get(path)
    html = draw(
        "{% filter_form filterset %}", rf, path, filterset=Kinds(request.GET, queryset=Organisation.objects.none())
    )
    assert "?kind=fire&amp;sort=-name" in html
    assert "?kind=police&amp;sort=-name" in html
    assert 'href="?sort=-name"' in html
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert "page=2" not in html


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the door.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    day = forms.DateField(label="Day", initial=date(2026, 3, 10))
    when = forms.DateTimeField(label="When", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_every_label_and_description_points_at_something():
    for form in (Everything(), Everything({})):
        ids = Ids(draw("{% error_summary form %}{% form_fields form %}", form=form))
        assert len(ids.given) == len(set(ids.given))
        assert set(ids.wanted) <= set(ids.given)


def test_fields_show_what_is_optional_and_what_is_wrong():
    html = draw("{% error_summary form %}{% form_fields form %}", form=Everything({"name": ""}))
    with translation.override("en"):
        english = draw("{% form_fields form %}", form=Everything())
    assert english.count("(optional)") == 3
    assert 'aria-invalid="true"' in html
    assert 'href="#id_way_0"' in html
    assert 'href="#id_name"' in html
    assert 'type="hidden"' in html


def test_no_field_is_red_before_anything_was_typed():
    html = draw("{% form_fields form %}", form=Everything())
    assert " required" not in html
    assert 'aria-required="true"' in html


def test_a_date_of_another_year_says_which():
    today = timezone.localdate()
    assert "bn-date__year" not in draw("{% date_block day %}", day=today)
    assert str(today.year + 1) in draw("{% date_block day %}", day=date(today.year + 1, 1, 1))


def test_dates_are_given_as_the_picker_wants_them():
    with translation.override("nl"):
        html = draw("{% form_fields form 'day when' %}", form=Everything())
    assert 'type="date"' in html
    assert 'value="2026-03-10"' in html
    assert 'type="datetime-local"' in html
    assert "secret" not in html


def test_lists():
    phases = [SimpleNamespace(number=1, name="One", state="done"), {"number": 2, "name": "Two", "state": "now"}]
    html = draw("{% phase_line phases %}", phases=phases)
    assert html.count('aria-current="step"') == 1
    todo = [{"date": None, "title": "T", "blocked": "first that", "url": "/x/", "action": "Why"}]
    assert "first that" in draw("{% todo_list todo %}", todo=todo)
    assert draw("{% facts facts %}", facts=["a", "", None]).count("<span>") == 1
    assert draw("{% rows pairs %}", pairs=[("a", "b")]).count("<dt>") == 1
    assert draw("{% breadcrumbs %}").strip() == ""
    assert draw("{% breadcrumbs %}", crumbs=[("A", "/a/"), ("B", "")]).count('aria-current="page"') == 1


def test_blocks_hold_their_content():
    html = draw('{% panel "P" ground=True %}<b>in</b>{% endpanel %}{% section "S" id="s" %}x{% endsection %}')
    assert "<b>in</b>" in html
    assert 'aria-labelledby="s"' in html
    assert "bn-notice--late" in draw('{% notice "late" %}x{% endnotice %}')
    assert "<caption" in draw('{% data_table "C" %}<tbody></tbody>{% enddata_table %}')
    assert "<h1" in draw('{% page_head_with "T" lead="L" %}<i>side</i>{% endpage_head_with %}')
    looped = draw('{% for x in none %}x{% empty %}{% empty "Nothing" "Add one." %}{% endfor %}', none=[])
    assert "Add one." in looped


@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/?errors=1&q=a&kind=police&page=3&sort=-name"])
def test_the_styleguide_shows_all_of_it(rf, db, path):
    request = rf.get(path)
    request.user = AnonymousUser()
    html = styleguide(request).content.decode()
    ids = Ids(html)
    assert len(ids.given) == len(set(ids.given))
    assert set(ids.wanted) <= set(ids.given)
    assert " style=" not in html
    assert "onclick" not in html
