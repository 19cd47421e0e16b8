"""For which organisation somebody sends a text, so that who is asked to sign knows who asks (F16)."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Membership, Partner, User


def organisation_of(user: User | None, partnership_id: int, *, on: date) -> str:
    """The organisation this person works for in the partnership; "" when they have none there, or more than one."""
    if user is None:
        return ""
    running = Membership.objects.filter(user=user, partnership_id=partnership_id).valid(on=on)
    parties = Partner.objects.filter(members__in=running) | Partner.objects.filter(contacts__user=user)
    names = set(parties.filter(partnership_id=partnership_id).values_list("organisation__name", flat=True))
    return names.pop() if len(names) == 1 else ""


def asker_words(user: User, partnership_id: int, *, at: datetime) -> str:
    """Who asks, as a mail says it: the name, with the organisation where it is known, in the installation's language."""
    organisation = organisation_of(user, partnership_id, on=timezone.localtime(at).date())
    if not organisation:
        return str(user)
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(name)s of %(organisation)s") % {"name": user, "organisation": organisation}


def sender_words(agreement: Agreement, *, at: datetime) -> str:
    """Who asks on the page of a link: the project leader, with the organisation where it is known."""
    on = timezone.localtime(at).date()
    words = {
        "partnership": agreement.partnership.name,
        "organisation": organisation_of(agreement.sent_by, agreement.partnership_id, on=on),
    }
    if words["organisation"]:
        return _("The project leader of %(partnership)s, of %(organisation)s, asks you to sign") % words
    return _("The project leader of %(partnership)s asks you to sign") % words
