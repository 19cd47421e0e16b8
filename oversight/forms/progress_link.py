"""What somebody tells from a mail: one choice, a few words, and a photo when they like. Nothing is chosen beforehand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.enums import ProgressNews, TaskNews
from partnerships.forms.free_text import FreeText

TYPES = "image/jpeg,image/png,image/webp"


class TaskDoneForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    note = FreeText(
        label=_("In a few words"),
        required=False,
        max_length=2000,
        rows=4,
        help_text=_("One sentence: what was done? Or add a photo of it."),
    )
    photo = forms.FileField(
        label=_("Photo of the result"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": TYPES}), help_text=_("JPEG, PNG or WebP, at most 25 MB."),
    )  # fmt: skip


class TaskAgainForm(TaskDoneForm):
    """A task that was told of before."""

    news = forms.ChoiceField(
        label=_("How is it?"), choices=TaskNews.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is.")},
    )  # fmt: skip
    field_order = ("news", "note", "photo")


class MeasureNewsForm(TaskDoneForm):
    news = forms.ChoiceField(
        label=_("How far are you?"), choices=ProgressNews.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far you are.")},
    )  # fmt: skip
    field_order = ("news", "note", "photo")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["note"].help_text = _(
            "Done: one sentence on what came of it, or a photo. Not done and the deadline is over: why it is later."
        )
