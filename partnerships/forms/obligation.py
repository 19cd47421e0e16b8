from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.obligation_proposals import Proposal
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.forms.several import Several
from partnerships.models import Partner

RHYTHMS = [
    ("", _("Once")),
    (1, _("Every month")),
    (3, _("Every quarter")),
    (6, _("Every half year")),
    (12, _("Every year")),
]


class ObligationForm(forms.Form):
    """One line of the register."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    partner = forms.ModelChoiceField(label=_("Party"), queryset=Partner._base_manager.none())
    text = FreeText(label=_("What the party promised"), rows=4, max_length=2000)
    due_on = Day(label=_("Due on, for the first time"), required=False)
    every_months = forms.TypedChoiceField(
        label=_("How often?"), choices=RHYTHMS, required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.filter(joined_on__isnull=False).select_related("organisation")
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class ProposalsForm(forms.Form):
    """Which points of a signed text go into the register."""

    chosen = Several(
        label=_("Points of the text"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one point.")},
    )

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = {str(place): one for place, one in enumerate(proposals)}
        self.fields["chosen"].choices = [(key, self._label(one)) for key, one in self.proposals.items()]  # type: ignore[attr-defined]
        self.fields["chosen"].initial = [key for key, one in self.proposals.items() if one.by_name]

    def _label(self, proposal: Proposal) -> str:
        clause = f"{proposal.clause}: " if proposal.clause else ""
        return f"{proposal.partner}. {clause}{proposal.text}"

    def picked(self) -> list[Proposal]:
        return [self.proposals[key] for key in self.cleaned_data["chosen"]]


class ObligationDoneForm(forms.Form):
    """What the party did, and the proof."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    done_on = Day(label=_("Done on"))
    note = FreeText(label=_("What was done"), rows=3, max_length=2000, required=False)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 25 MB."),
    )
