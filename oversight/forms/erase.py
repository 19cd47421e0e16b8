"""The question before somebody is forgotten."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The answer to the question before something that cannot be undone."""

    sure = forms.BooleanField(
        label=_("I have read what goes and what stays, and I know that this cannot be undone"),
        error_messages={"required": _("Tick the box if you are sure. Otherwise leave your account as it is.")},
    )
