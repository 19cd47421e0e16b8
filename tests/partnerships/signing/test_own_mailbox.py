"""A project leader can never reach a signatory's link, also not by naming an own mailbox as somebody else's."""

import pytest

from partnerships.domain.agreements import why_not_send
from partnerships.domain.signatories import replace_signatory
from partnerships.exceptions import Refused
from partnerships.models import Activity, Contact, Signature


def test_the_leaders_mailbox_signs_for_nobody_else(inside, draft, ann):
    assert why_not_send(draft) == ""
    contact = Contact.objects.all()[0]
    contact.email = ann.email.upper()
    contact.save()
    assert ann.email in why_not_send(draft)


def test_another_address_is_refused_when_it_is_the_leaders_and_else_kept_in_the_trail(inside, signature, ann, now):
    words = {"name": "Een ander", "function": "Wethouder", "mandate": "", "by": ann, "at": now}
    with pytest.raises(Refused):
        replace_signatory(signature, email=ann.email, **words)
    old = Signature.objects.get(pk=signature.pk).email
    replace_signatory(signature, email="nieuw@example.org", **words)
    assert Activity.objects.all()[0].details["old_email"] == old
