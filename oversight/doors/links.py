"""The kinds of link of this floor: how far a measure or task is, and how often the weekly mail comes."""

from actionplans.models import Measure, Plan
from oversight.models import DigestReader, Due, ProgressLink
from partnerships.doors.safe_links import LinkKind, register
from partnerships.models import Activity, Contact, Cycle, Document, Membership, Partner, Task, TrailHead

PROGRESS = register(
    LinkKind(
        purpose="progress",
        page="oversight:progress-link",
        model=ProgressLink,
        # The thing and its plan or round, who may speak for the party, the day it is due, and the trail.
        opens=(
            ProgressLink,
            Partner,
            Contact,
            Membership,
            Cycle,
            Task,
            Plan,
            Measure,
            Due,
            Document,
            Activity,
            TrailHead,
        ),
        seen=("partnership", "partner__organisation"),
        reads=(Partner,),
        acts_for=lambda link: (link.partner.organisation.name, link.name),
        expires=lambda link: link.expires_at,
    )
)
DIGEST = register(LinkKind(purpose="digest", page="oversight:digest-rhythm", model=DigestReader))
