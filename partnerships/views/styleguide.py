"""Every component with its states on one page: for who builds, and for the tests that look at all of it.

Its examples are English only; nobody but builders sees this page.
"""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.enums import AreaKind, PartyKind
from partnerships.models import Organisation
from partnerships.templatetags.icon_shapes import SHAPES

PHASES = [
    {"number": 1, "name": "Working together", "state": "done", "note": "21-05-2025", "url": "#phases"},
    {"number": 2, "name": "Safety analysis", "state": "done", "note": "04-11-2025"},
    {"number": 3, "name": "Plan", "state": "now", "note": "3 of 6 tasks done"},
    {"number": 4, "name": "Certification", "state": "later", "note": "2026"},
    {"number": 5, "name": "Evaluation", "state": "later"},
]
TODO = [
    {
        "date": date(2026, 3, 6),
        "title": "Figures of the fire service are missing",
        "state": "late",
        "state_text": "4 days late",
        "why": "Asked on 6 February.",
        "url": "#todo",
        "action": "Remind",
    },
    {
        "date": date(2026, 3, 17),
        "title": "Prepare the round in the dark",
        "state": "now",
        "state_text": "Needed for the audit",
        "why": "The route is ready.",
        "url": "#todo",
        "action": "Open the round",
        "primary": True,
    },
    {
        "date": None,
        "title": "Request the audit",
        "blocked": "two parties still have to sign.",
        "url": "#todo",
        "action": "What is missing?",
    },
]


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="As it stands on the door.")
    kind = forms.ChoiceField(label="Kind", choices=AreaKind.choices)
    day = forms.DateField(label="Day")
    number = forms.IntegerField(label="Number of companies", min_value=1)
    about = forms.CharField(label="About", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(label="Way of signing", choices=AreaKind.choices, widget=forms.RadioSelect)
    parties = forms.MultipleChoiceField(
        label="Parties", choices=PartyKind.choices[:4], widget=forms.CheckboxSelectMultiple, required=False
    )
    file = forms.FileField(label="File", required=False)
    agree = forms.BooleanField(label="I have read it and I agree.")


class ExampleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The form above a list."""

    q = django_filters.CharFilter(label="Search", field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="Kind", choices=PartyKind.choices)
    sort = django_filters.OrderingFilter(fields=["name", "kind"])

    class Meta:
        model = Organisation
        fields: list[str] = []


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components; ``?errors=1`` shows the form as it comes back with mistakes."""
    form = ExampleForm({"number": "0"} if "errors" in request.GET else None)
    context: dict[str, Any] = {
        "icons": sorted(SHAPES),
        "phases": PHASES,
        "todo": TODO,
        "form": form,
        "filterset": ExampleFilter(request.GET, queryset=Organisation.objects.none()),
        "page_obj": Paginator(range(78), 5).get_page(request.GET.get("page")),
        "facts": ["118 companies", "52 hectares", "7 parties"],
        "rows": [("Level", "Basic"), ("Valid until and including", date(2028, 3, 9))],
        "crumbs": [("Overview", "#crumbs"), ("Measures", "#crumbs"), ("Lamps on the quay", "")],
    }
    return render(request, "styleguide.html", context)
