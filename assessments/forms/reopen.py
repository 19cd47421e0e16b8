from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText


class ReopenForm(forms.Form):
    reason = FreeText(
        label=_("Why is the analysis reopened?"),
        help_text=_("All parties can read this in the history."),
        rows=3,
        max_length=1000,
    )
