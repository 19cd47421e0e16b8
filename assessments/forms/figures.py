"""Forms on the way of a file to figures, and the choice of what the drawing shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.figure_choices import Chosen, Options
from assessments.enums import FigureSource
from partnerships.forms.several import Several

MOST_SHOWN = 60


class FigureUploadForm(forms.Form):
    source = forms.ChoiceField(label=_("Who counted"), choices=FigureSource.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with one row per category, period and area. At most 25 MB. No personal data."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,  # the verb has the better sentence
    )


class AreaChoiceForm(forms.Form):
    """Which areas of the file belong to the partnership. Ticked areas stay in sight while one searches on."""

    q = forms.CharField(label=_("Search in the areas of the file"), required=False)
    area = Several(label=_("Areas"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, areas: list[dict[str, Any]], ticked: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = (self.data.get("q") or "").strip().casefold()
        fitting = [one for one in areas if one["name"] in ticked or wanted in one["name"].casefold()]
        fitting.sort(key=lambda one: one["name"] not in ticked)
        self.hidden_count = max(len(fitting) - MOST_SHOWN, 0)
        shown = fitting[: max(MOST_SHOWN, len(ticked))]
        self.fields["area"].choices = [(one["name"], _in_words(one)) for one in shown]  # type: ignore[attr-defined]
        self.fields["area"].initial = sorted(ticked)


def _in_words(area: dict[str, Any]) -> str:
    if area["total"] is None:
        return _("%(area)s (no total)") % {"area": area["name"]}
    return _("%(area)s (total: %(number)s)") % {"area": area["name"], "number": area["total"]}


class ConfirmForm(forms.Form):
    area = Several(widget=forms.MultipleHiddenInput)
    right_place = forms.BooleanField()
    replace = forms.BooleanField(required=False)

    def __init__(self, *args: Any, areas: list[str], municipality: str, replaces: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(name, name) for name in areas]  # type: ignore[attr-defined]
        self.fields["right_place"].label = _("These areas lie in %(municipality)s") % {"municipality": municipality}
        self.fields["right_place"].error_messages["required"] = _(
            "Names of areas occur more than once. Check this first."
        )
        if replaces:
            self.fields["replace"].label = _("Replace what is there now: %(sets)s") % {"sets": replaces}
        else:
            del self.fields["replace"]


class PictureForm(forms.Form):
    """What the drawing shows; every value has a default, so that a bare address works."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    area = forms.ChoiceField(label=_("Area name"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    per = forms.ChoiceField(label=_("Per"), choices=[("month", _("month")), ("year", _("year"))], required=False)

    def __init__(self, *args: Any, options: Options, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = chosen.choice
        names = dict(FigureSource.choices)
        self.fields["source"].choices = [(one, names[FigureSource(one)]) for one in options.sources()]  # type: ignore[attr-defined]
        areas = [(one, one) for one in options.areas(choice.source)]
        self.fields["area"].choices = [("", _("All areas together")), *areas]  # type: ignore[attr-defined]
        self.fields["category"].choices = [(one.key, one.label) for one in chosen.categories()]  # type: ignore[attr-defined]
        self.initial = {
            "source": choice.source, "area": choice.area, "category": choice.category,
            "per": "month" if choice.monthly else "year",
        }  # fmt: skip
