"""A copy that was changed: never called genuine, never an annex, and never without how its document ended (B12)."""

import random
import re

import pytest
from django.utils import timezone

from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.models import Agreement, AgreementAnnex
from partnerships.tenancy.doors import member_door
from partnerships.views.checking import outcome_of
from tests.partnerships.signing.conftest import draft, full_park, now, own_files, sent, sign_all
from tests.partnerships.signing.test_check_page import checked, ended, make_annex, make_newer, sealed

pytestmark = pytest.mark.feature("B12")
__all__ = ["draft", "ended", "full_park", "now", "own_files", "sealed", "sent", "sign_all"]  # fixtures


def test_a_sealed_document_that_was_changed_is_no_annex_whoever_names_it_so(sealed, client, now):
    """Not with our seal in it, not with our number alone: an annex is what we neither made nor sealed."""
    agreement, pdf = sealed
    context = {"document_id": agreement.document_number, "figures": [], "title": "x", "partnership": "y"}
    printed = render_pdf("documents/figures.html", context, language="nl", title="x")
    for place, content in enumerate((pdf + b"\n", printed), start=1):
        annex = make_annex(agreement, content, now)
        with member_door(agreement.partnership):
            AgreementAnnex.objects.filter(pk=annex.pk).update(position=place + 1)
        assert checked(client, content).context["outcome"].verdict == "not_the_filed"


def changed_at(pdf, place, byte):
    return pdf[:place] + byte + pdf[place + 1 :]


def test_a_number_put_in_front_hides_neither_the_document_nor_how_it_ended(ended, sealed, client):
    """Of a document that counts, in the place where the number of a seal stands."""
    agreement, _pdf = sealed
    pdf, last = ended
    with member_door(agreement.partnership):
        other = make_newer(agreement, timezone.now())
        Agreement.objects.filter(document__sealed_id=other).update(replaces=None)
        Agreement.objects.filter(pk=agreement.pk).update(kind="covenant")
    answer = checked(client, pdf.replace(b"\n", f"\n%/ContactInfo ({other})\n".encode(), 1))
    assert answer.context["outcome"].verdict == "not_the_filed"
    assert last in answer.content.decode()


def changes_of(pdf: bytes, number: str, chance: random.Random) -> dict[str, bytes]:
    """The file changed in every way we know; what was done → the file."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)
    assert found
    start, end = int(found[1]), int(found[2])
    written = pdf[start:end].rstrip(b"0>")
    changes = {}
    for digit in b"0123456789ABCDEFabcdef >":
        for at in chance.sample(range(start + 1, start + len(written)), 4):
            changes[f"digit {at} as {digit:c}"] = changed_at(pdf, at, bytes([digit]))
    for at in chance.sample(range(start + len(written) + 2, end - 1), 4):
        changes[f"padding {at}"] = changed_at(pdf, at, b"1")
    for at in chance.sample([*range(start), *range(end, len(pdf))], 30):
        changes[f"byte {at}"] = changed_at(pdf, at, bytes([pdf[at] ^ chance.randrange(1, 256)]))
    for name, behind in {"a line": b"\n", "a revision": b"\n9 0 obj\n<<>>\nendobj\n%%EOF\n", "itself": pdf}.items():
        changes[name] = pdf + behind
    changes["in small letters"] = pdf[:start] + pdf[start:end].lower() + pdf[end:]
    changes["another number in the words"] = pdf.replace(
        b"%PDF-1.7\n", b"%PDF-1.7\n%" + new_document_id().encode() + b"\n"
    )
    return {name: changed for name, changed in changes.items() if changed != pdf}


@pytest.mark.seeded
def test_no_change_makes_it_genuine_or_hides_how_it_ended(ended, sealed):
    """One hexadecimal digit of the signature was enough to read "genuine and unchanged" of a withdrawn document."""
    agreement, _pdf = sealed
    pdf, last = ended
    wrong = {}
    for name, changed in changes_of(pdf, agreement.document_number, random.Random(20261201)).items():
        outcome = outcome_of(changed)
        told = [one.ended for one in outcome.numbers if one.number == agreement.document_number]
        if outcome.verdict != "not_the_filed" or not told or last not in told[0]:
            wrong[name] = (outcome.verdict, told)
    assert wrong == {}
