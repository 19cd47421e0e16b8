from django import forms
from django.utils.translation import gettext_lazy as _


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the analysis reopened?"),
        help_text=_("All parties can read this in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
