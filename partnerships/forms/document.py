from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import DocumentKind
from partnerships.forms.free_text import FreeText


class DocumentForm(forms.Form):
    """Evidence somebody sends."""

    kind = forms.ChoiceField(
        label=_("Kind of document"),
        choices=[
            (kind.value, kind.label) for kind in (DocumentKind.EVIDENCE, DocumentKind.MINUTES, DocumentKind.REPORT)
        ],
    )
    title = FreeText(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 25 MB."),
    )
