"""Forms about ink on paper: of the leader who records it, and of the person who says that it is not so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.agreement import RefusalForm
from partnerships.forms.day import Day
from partnerships.forms.one_line import OneLine


class PaperForm(forms.Form):
    """What stands on the paper. ``seen`` is the mark of the text that was on the recorder's screen."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    mark = forms.CharField(
        label=_("Mark on the paper"),
        max_length=80,
        help_text=_("Type over at least the first eight characters of the mark at the end of the paper."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = OneLine(label=_("Name as written"), max_length=120)
    function = OneLine(label=_("Function as written"), max_length=120)
    signed_on = Day(label=_("Signed on paper on"), widget=forms.DateInput)
    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        allow_empty_file=True,
        help_text=_("PDF, JPG or PNG, at most 25 MB. The signature and the mark must be readable."),
    )


class ObjectionForm(RefusalForm):
    """Why somebody says that they did not sign."""
