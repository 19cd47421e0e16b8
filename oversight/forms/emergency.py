from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText
from partnerships.models import Partnership
from partnerships.personal_data import NEVER


class EmergencyForm(forms.Form):
    """Into which partnership, and why."""

    partnership = forms.ModelChoiceField(label=_("Partnership"), queryset=Partnership.objects.all())
    reason = FreeText(
        label=_("Reason"),
        rows=4,
        max_length=1000,
        may_keep=NEVER,
        help_text=_("At least 20 characters. Each project leader gets this in a mail at once."),
    )
