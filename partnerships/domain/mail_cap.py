"""How much a partnership may mail in one day to people who did not ask for it: this is no post office for strangers.

A contact or a guest is an address that somebody typed. Only who accepted a role here has shown that they want to hear
from the partnership; everybody else counts. What people need to hear all the same (withdrawn, cancelled, refused, a
code they asked for, a reminder of the installation) is never held up, and does not count.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.exceptions import Refused
from partnerships.mailbox import mailbox_key
from partnerships.models import Membership, Outbox

MOST_GUESTS = 500  # on the list of one ceremony
MOST_INVITED = 1000  # to one kick-off: two of each party of a large park
COUNTED = (  # mails that begin something, with an address or words that somebody here chose
    "adviser_question", "ceremony_invitation", "ceremony_moved", "invitation", "kick_off_changed",
    "kick_off_invitation", "kick_off_reminder", "signature_replaced", "signature_request",
)  # fmt: skip


def mailed_to_outsiders(partnership_id: int, *, at: datetime) -> int:
    """How many such mails were written since midnight to addresses of nobody with a role here; two queries."""
    members = {
        mailbox_key(email)
        for email in Membership.objects.filter(partnership_id=partnership_id).values_list("user__email", flat=True)
    }
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Outbox.objects.filter(
        partnership_id=partnership_id, template__in=COUNTED, created_at__gte=midnight, created_at__lte=at
    )
    return sum(mailbox_key(to) not in members for to in today.values_list("to", flat=True))


def refuse_flood(partnership_id: int, *, at: datetime) -> None:
    """Raises ``Refused`` when the mails just written are more than one day allows.

    Called last in a verb, inside its transaction: nothing of it is kept then. Whoever recorded in the trail holds its
    turn, so that two at once count each other's mails.
    """
    most: int = settings.MAIL_OUTSIDERS_PER_DAY
    if mailed_to_outsiders(partnership_id, at=at) > most:
        raise Refused(
            _(
                "This partnership may mail at most %(most)s people without an account in one day, and this would be "
                "more. Nothing was kept or sent. Go on tomorrow, or ask the administrator of this installation."
            )
            % {"most": most}
        )
