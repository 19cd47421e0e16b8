"""Putting right what a party is: its kind here, and its name while nobody else uses the organisation (F06, F08)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, record
from partnerships.domain.once import once
from partnerships.domain.party_overview import kind_name
from partnerships.domain.wanted_parties import is_approached
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Membership, Organisation, Partner, User
from partnerships.scheme import Scheme
from partnerships.tenancy.doors import sweep_door


def why_not_rename(partner: Partner) -> str:
    """Why the organisation of a party keeps its name; "" when it is of this partnership only and nobody has a role for it.

    One sentence for every reason: it does not say who else uses the organisation.
    """
    organisation = partner.organisation
    with sweep_door(Partner, Membership):
        elsewhere = Partner.objects.filter(organisation=organisation).exclude(pk=partner.pk)
        relied_on = (
            Q(Exists(elsewhere)) | Q(Exists(Membership.objects.filter(partner=partner)))
            | Q(officers__isnull=False) | Q(sign_ons__isnull=False) | Q(areas__isnull=False) | Q(overseen_by__isnull=False)
            | ~Q(register_number="") | ~Q(municipality_code="")
        )  # fmt: skip
        kept = Organisation.objects.filter(relied_on, pk=organisation.pk).exists()
    if kept:
        return _(
            "Others rely on the name of this organisation. That is why you can only change the kind of party here."
        )
    return ""


@transaction.atomic
def change_party(
    partner: Partner, *, kind: str, register_kind: str, name: str, scheme: Scheme, by: User | None, at: datetime
) -> None:
    """Change which kind of party it is here, and rename the organisation that only this partnership uses.

    ``register_kind``: the kind in the shared list, which follows when the organisation is of this partnership only;
    ``name``: empty to leave it. Raises ``Refused`` for a name that may not change or is taken, ``StaleState`` when the
    party has gone.
    """
    organisation, named = partner.organisation, " ".join(name.split()) or partner.organisation.name
    before = {"kind": kind_name(scheme, partner.kind), "organisation": organisation.name}
    changed = changes(before, {"kind": kind_name(scheme, kind), "organisation": named})
    if not changed:
        return
    reason = why_not_rename(partner)
    if "organisation" in changed and reason:
        raise Refused(reason)
    if not reason:
        same = Organisation.objects.filter(kind=register_kind, country=organisation.country, name__iexact=named)
        taken = Refused(_("There is already an organisation of this kind with this name."))
        with once(Organisation, taken):
            if same.exclude(pk=organisation.pk).exists():
                raise taken
            Organisation.objects.filter(pk=organisation.pk).update(kind=register_kind, name=named)
    if not Partner.objects.filter(pk=partner.pk).update(kind=kind):
        raise StaleState
    partner.kind, organisation.name = kind, named
    is_approached(partner.partnership, kind)
    record(partner.partnership, "changed_party", by=by, at=at, about=partner, changed=changed)
