"""How often the weekly mail comes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.enums import Rhythm


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often do you want this mail?"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
