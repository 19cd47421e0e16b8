"""The file or the number somebody wants to have checked."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.documents.ids import normalise_document_id
from partnerships.domain.checking import other_number


class CheckForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("The sealed PDF, or an annex of an agreement."),
        required=False,
        error_messages={
            "empty": gettext_lazy("This file is empty. Choose another file."),
        },
    )

    number = forms.CharField(
        label=gettext_lazy("Or its number"),
        help_text=gettext_lazy(
            "Of a document: it stands at the foot of every page and begins with BN. "
            "Or of a certificate: BN, the year and six digits."
        ),
        required=False,
        max_length=40,
    )

    def clean_file(self) -> UploadedFile | None:  # type: ignore[type-arg]
        file: UploadedFile | None = self.cleaned_data["file"]  # type: ignore[type-arg]
        if file and (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("This file is too large. At most %(limit)s MB is allowed.") % {"limit": limit}
            )
        return file

    def clean_number(self) -> str:
        """The number in its one spelling, of a document or of another kind, such as a certificate's."""
        typed = self.cleaned_data["number"]
        other = other_number(typed, on=timezone.localdate())
        number = normalise_document_id(typed) or (other.number if other else "")
        if typed and not number:
            raise forms.ValidationError(_("This cannot be a number of ours. Look whether every character is right."))
        return number

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("number"):
            self.add_error("file", _("Choose a file, or fill in the number."))
        return data
