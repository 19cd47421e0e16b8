from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, OrderingFilter

from oversight.models import Due
from oversight.models.due import late_on


class WorkFilter(FilterSet):  # type: ignore[misc]
    """Give ``on`` (the day) and ``partnerships`` (id and name) besides the usual arguments."""

    kind = ChoiceFilter(label=_("Kind"), choices=Due.Kind.choices)
    partnership = ChoiceFilter(label=_("Partnership"), field_name="partnership_id", choices=())
    late = ChoiceFilter(label=_("Late"), choices=[("yes", _("Only what is late"))], method="is_late")
    sort = OrderingFilter(fields=(("due_on", "due"), ("partnership__name", "partnership")))

    class Meta:
        model = Due
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, on: date, partnerships: list[tuple[int, str]], **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.filters["partnership"].extra["choices"] = partnerships

    def is_late(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(late_on(self.on))
