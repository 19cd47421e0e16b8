"""The clause checker beside a draft: own words first, what stands in the template like that apart (B25)."""

import pytest

from partnerships.domain.drafting import revise_draft
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

TYPED = "Partijen zorgen dat de verlichting binnenkort beter wordt."


@pytest.mark.feature("B25")
def test_sentences_of_the_template_stand_apart_and_own_words_come_first(covenant, ann, now):
    page = client_of(ann).get(covenant.get_absolute_url())
    assert page.context["findings"] == []
    assert page.context["standard"]
    with member_door(covenant.partnership):
        text = covenant.text.replace("Elke partij zet zich naar vermogen in", "Elke partij zet zich goed in")
        assert text != covenant.text
        revise_draft(covenant, text=f"{text}\n\n{TYPED}", by=ann, at=now)
    page = client_of(ann).get(covenant.get_absolute_url())
    assert [one.sentence for one in page.context["findings"]] == [
        "Elke partij zet zich goed in vanuit de eigen verantwoordelijkheid.", TYPED,
    ]  # fmt: skip


def test_a_template_that_is_gone_leaves_every_sentence_to_the_people(covenant, ann):
    with member_door(covenant.partnership):
        type(covenant).objects.filter(pk=covenant.pk).update(template="covenant-99")
    page = client_of(ann).get(covenant.get_absolute_url())
    assert page.context["findings"]
    assert page.context["standard"] == []
