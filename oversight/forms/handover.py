from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.membership import person_choices
from partnerships.models import Membership


class HandOverForm(forms.Form):
    """Who takes a role on, and how much goes along (B17)."""

    person = forms.ChoiceField(
        label=_("Who takes it on?"), help_text=_("Somebody with an account. Invite somebody new to a role first.")
    )
    how = forms.ChoiceField(
        label=_("How?"),
        choices=[
            ("successor", _("As successor: gets the role itself")),
            ("deputy", _("As deputy: stands in as long as the role lasts")),
        ],
        widget=forms.RadioSelect,
        initial="successor",
    )
    end = forms.BooleanField(label=_("End the role of who leaves today (with a successor)"), required=False)
    move = forms.BooleanField(label=_("Put this person in charge of the open measures"), required=False, initial=True)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one for one in person_choices() if one[0] != f"user:{membership.user_id}"]
        self.fields["person"].choices = [one for one in people if not one[0].startswith("contact:")]  # type: ignore[attr-defined]
