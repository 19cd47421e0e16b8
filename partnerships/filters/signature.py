from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from partnerships.enums import SignatureState
from partnerships.models import Signature

OFFERED = (
    SignatureState.SIGNED, SignatureState.ASKED, SignatureState.WAITING, SignatureState.EXPIRED, SignatureState.REFUSED,
)  # fmt: skip


class SignatureFilter(FilterSet):  # type: ignore[misc]
    """The state is computed from dates, so the view passes the rows of that state itself."""

    state = ChoiceFilter(label=_("State"), choices=[(one.value, one.label) for one in OFFERED], method="as_given")

    class Meta:
        model = Signature
        fields: tuple[str, ...] = ()

    def as_given(self, rows: Any, _name: str, _value: str) -> Any:
        return rows
