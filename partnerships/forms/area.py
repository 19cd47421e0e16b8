"""Forms about the ground of a partnership."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import AreaKind, PartyKind
from partnerships.forms.free_text import FreeText
from partnerships.models import Area, Organisation
from partnerships.personal_data import NEVER


def municipalities() -> Any:
    return Organisation.objects.filter(kind=PartyKind.MUNICIPALITY)


class AreaForm(forms.Form):
    """New ground: in a municipality that is known, or in one that is named now."""

    name = FreeText(label=_("Name of the area"), max_length=160, may_keep=NEVER)
    kind = forms.ChoiceField(label=_("Kind of area"), choices=AreaKind.choices)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Organisation.objects.none(), required=False, empty_label=_("not in this list")
    )
    new_municipality = FreeText(
        label=_("Name of a municipality that is not in the list"), max_length=160, required=False, may_keep=NEVER
    )
    country = forms.ChoiceField(
        label=_("Country of that municipality"),
        choices=[("NL", _("Netherlands")), ("BE", _("Belgium"))],
        initial="NL",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("municipality") and not data.get("new_municipality"):
            self.add_error("municipality", _("Choose a municipality, or name one below."))
        return data


class CoverForm(forms.Form):
    """Another area for a partnership that exists."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), empty_label=_("choose an area"))

    def __init__(self, *args: Any, municipality_ids: list[int], covered: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Area.objects.filter(municipality__in=municipality_ids).exclude(pk__in=covered)
        self.fields["area"].queryset = known  # type: ignore[attr-defined]


class BoundaryForm(forms.Form):
    """The outline: a file, or text that the map or a person writes."""

    file = forms.FileField(label=_("GeoJSON file"), required=False, help_text=_("In WGS84 (EPSG:4326), at most 5 MB."))
    outline = forms.CharField(
        label=_("Outline as text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("A point on every line: latitude, longitude. For example 52.10312, 6.19520. GeoJSON is fine too."),
    )

    def text(self) -> str:
        """What was sent: the file when there is one. Letters that cannot be read become signs no reader accepts."""
        file = self.cleaned_data.get("file")
        if file:
            return str(file.read().decode("utf-8-sig", errors="replace"))
        return str(self.cleaned_data["outline"])

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("This file is too large. At most 5 MB is allowed."))
        return file


class AddressFileForm(forms.Form):
    """The address list as CSV; the rows are checked by ``domain/addresses.py``."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        help_text=_("With the columns postcode, huisnummer and straat. At most 5 MB."),
    )


class AddressForm(forms.Form):
    """One address by hand."""

    postcode = forms.CharField(label=_("Postcode"), max_length=7)
    house_number = forms.CharField(label=_("House number"), max_length=12)
    street = FreeText(label=_("Street"), max_length=120, required=False, may_keep=NEVER)
