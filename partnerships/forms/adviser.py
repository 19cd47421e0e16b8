from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import ServiceState
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText


class ServiceForm(forms.Form):
    """How far a service of the adviser is (F107)."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=ServiceState.choices, widget=forms.RadioSelect)
    note = FreeText(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Kept with “done”. With “not needed” this is the reason."),
    )


class OnRequestForm(forms.Form):
    """From which day the adviser comes on request (F82)."""

    since = Day(label=_("From which day?"), widget=forms.DateInput)
    reason = FreeText(label=_("Reason"), max_length=200, required=False)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("Needed as long as the recognition has not been signed by all. PDF or Word, at most 25 MB."),
    )


class QuestionForm(forms.Form):
    """A question to the adviser (F82)."""

    question = FreeText(label=_("Your question"), rows=6, max_length=4000)


class AnswerForm(forms.Form):
    """What the adviser answered."""

    answer = FreeText(label=_("What did the adviser answer?"), rows=6, max_length=4000)
    answered_on = Day(label=_("Answered on"), widget=forms.DateInput)
