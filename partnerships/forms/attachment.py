"""Forms about joining and leaving a text that everybody signed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Contact, Partner

BY_LINK, ON_PAPER = "link", "paper"


class _PartyForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    party = forms.ChoiceField(label=_("Which party?"))

    def __init__(self, *args: Any, parties: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in parties}
        self.fields["party"].choices = [(key, str(one)) for key, one in self.parties.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Partner:
        return self.parties[self.cleaned_data["party"]]


class JoinForm(_PartyForm):
    consented = forms.BooleanField(
        label=_("The other parties agree that this party joins."),
        required=False,
        help_text=_("Your name and the day are kept with it."),
    )


class LeaveForm(_PartyForm):
    """A notice: signed by link, or on paper that is here already."""

    reason = FreeText(
        label=_("Reason"), rows=4, max_length=1000, help_text=_("It stands in the notice; all parties can read it.")
    )
    counts_from = Day(label=_("First day without this party"), widget=forms.DateInput)
    way = forms.ChoiceField(
        label=_("How is the notice signed?"),
        choices=[(BY_LINK, _("The party signs by link")), (ON_PAPER, _("It came on paper, and I record it"))],
        widget=forms.RadioSelect,
        initial=BY_LINK,
    )
    contact = forms.ModelChoiceField(
        label=_("On paper: who signed it?"), queryset=Contact.objects.none(), required=False,
        empty_label=_("Choose a person"),
    )  # fmt: skip
    given_on = Day(label=_("On paper: day of the letter"), required=False, widget=forms.DateInput)
    upload = forms.FileField(
        label=_("On paper: the letter"), required=False, allow_empty_file=True,
        help_text=_("PDF or picture, at most 25 MB."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, parties=parties, **kwargs)
        people = Contact.objects.filter(partner__in=[one.pk for one in parties], signs=True)
        self.fields["contact"].queryset = people.select_related("partner__organisation")  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = lambda one: f"{one.name} ({one.partner})"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("way") == ON_PAPER:
            for name in ("contact", "given_on", "upload"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in for a notice on paper."))
            contact = data.get("contact")
            if contact and str(contact.partner_id) != data.get("party"):
                self.add_error("contact", _("This person belongs to another party."))
        return data
