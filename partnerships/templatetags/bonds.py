"""Words for quarters."""

from datetime import date

from django.template import Library

from partnerships.domain.pledges import quarter_name
from partnerships.periods import months_before

register = Library()


@register.filter
def quarter(day: date) -> str:
    """The quarter that starts on this day."""
    return quarter_name(day)


@register.filter
def quarter_before(day: date) -> str:
    """The last quarter of a half-open period that ends on this day."""
    return quarter_name(months_before(day, 3))
