from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText


class PriorityForm(forms.Form):
    """A focus area. `topics`: pairs of an id and the words to choose by, worst answered first."""

    topic_id = forms.ChoiceField(label=_("Topic"))
    title = FreeText(label=_("Focus area"), help_text=_("Short, as you will say it in a meeting."), max_length=160)
    reason = FreeText(label=_("Why this comes first"), rows=4, max_length=4000)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic_id"].choices = topics  # type: ignore[attr-defined]
