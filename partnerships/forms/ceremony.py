"""Forms of a ceremony: the plan, a guest, a photo."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Coming
from partnerships.forms.day import Day, Moment
from partnerships.forms.free_text import FreeText
from partnerships.forms.one_line import OneLine
from partnerships.mailbox import MailboxFormField
from partnerships.models import Agreement


class CeremonyForm(forms.Form):
    """When, where and what. ``agreements``: the texts of this round one of which may be signed there."""

    title = FreeText(label=_("Name of the ceremony"), max_length=160)
    starts_at = Moment(label=_("Day and time"), widget=forms.DateTimeInput)
    location = FreeText(label=_("Place"), max_length=200, help_text=_("Name and address of the building."))
    agreement = forms.ModelChoiceField(
        label=_("What is signed?"),
        queryset=Agreement._base_manager.none(),
        required=False,
        empty_label=_("Nothing, or not known yet"),
    )
    programme = FreeText(
        label=_("Programme"),
        rows=8,
        max_length=4000,
        required=False,
        help_text=_("One line per part, with the time in front."),
    )
    press_note = FreeText(
        label=_("Note for the press"),
        rows=4,
        max_length=4000,
        required=False,
        help_text=_("Only guests who are press read this."),
    )

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=120)
    organisation = OneLine(label=_("Organisation"), max_length=160, required=False)
    email = MailboxFormField(
        label=_("E-mail address"), required=False, help_text=_("Without an address you invite this guest yourself.")
    )
    is_press = forms.BooleanField(label=_("This guest is press"), required=False)
    coming = forms.ChoiceField(label=_("Coming?"), choices=Coming.choices, initial=Coming.UNKNOWN)


class PhotoForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    photo = forms.FileField(label=_("Photo"), allow_empty_file=True, help_text=_("JPG, PNG or WebP, at most 25 MB."))
    caption = FreeText(label=_("Caption"), max_length=200)
    consent = forms.BooleanField(
        label=_("Everybody who can be recognised on this photo agrees that it is kept here."),
        error_messages={"required": _("Without the consent of everybody on it, a photo is not kept.")},
    )
    consent_asked_by = OneLine(label=_("Who asked them?"), max_length=120)
    consent_on = Day(label=_("Asked on"), widget=forms.DateInput)
