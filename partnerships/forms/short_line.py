import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.short_lines import problem_choices
from partnerships.enums import LineHours
from partnerships.forms.free_text import FreeText
from partnerships.scheme import Scheme

PHONE = re.compile(r"\+?[0-9][0-9 ()\-/.]{1,30}")


class ShortLineForm(forms.Form):
    """Whom to call for one kind of problem, and when (F109)."""

    problem = forms.ChoiceField(label=_("For what?"))
    function = FreeText(
        label=_("Who answers?"),
        max_length=120,
        help_text=_("A function or a desk, not a person. For example: duty officer, control room."),
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=32, help_text=_("The number of the function, not somebody's private number.")
    )
    hours = forms.ChoiceField(label=_("When?"), choices=LineHours.choices, widget=forms.RadioSelect)
    starts_at = forms.TimeField(label=_("From (with other hours)"), required=False, widget=forms.TimeInput)
    ends_at = forms.TimeField(label=_("Until (with other hours)"), required=False, widget=forms.TimeInput)
    note = FreeText(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].choices = [("", _("Choose what for")), *problem_choices(scheme)]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("Fill in a telephone number, for example 112 or 0900-8844."))
        return phone
