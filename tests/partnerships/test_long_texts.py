"""A text people write ends somewhere, also where the form says nothing of it."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.forms.free_text import LONGEST, FreeText


@pytest.mark.parametrize("rows", [0, 4])
def test_a_text_without_an_end_of_its_own_has_that_of_the_house(rows):
    field = FreeText(rows=rows)
    assert field.clean("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(ValidationError):
        field.clean("a" * (LONGEST + 1))
    assert FreeText(rows=rows, max_length=LONGEST + 1).clean("a" * (LONGEST + 1))
