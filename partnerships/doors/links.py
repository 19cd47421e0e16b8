"""The kinds of link of this floor."""

from partnerships.doors.safe_links import LinkKind, register
from partnerships.models import (
    Activity,
    Agreement,
    AgreementAnnex,
    Ceremony,
    CeremonyGuest,
    Contact,
    Cycle,
    Document,
    KickOff,
    KickOffInvitee,
    MailConfirmation,
    Mandate,
    Membership,
    Outbox,
    Partner,
    Pulse,
    PulseAsk,
    PulseTally,
    Signature,
    SignatureHandOver,
    TrailHead,
)

SIGN = register(
    LinkKind(
        purpose="sign",
        page="partnerships:signature-open",
        model=Signature,
        # What signing reads and writes: the text, who signs it and on what ground, whom the answer is mailed to, and the trail.
        opens=(
            Signature, SignatureHandOver, Agreement, AgreementAnnex, Partner, Contact, Mandate, Membership, Cycle,
            Document, Activity, TrailHead, Outbox,
        ),
        seen=(
            "agreement__partnership",
            "agreement__cycle__partnership",
            "agreement__sent_by",
            "agreement__document",
            "partner__organisation",
        ),
        reads=(Agreement, Cycle, Document, Partner),
        acts_for=lambda signature: (signature.partner.organisation.name, str(signature)),
        expires=lambda signature: signature.expires_at,
    )
)  # fmt: skip
CONFIRM = register(  # of the house: it opens no table of any partnership
    LinkKind(
        purpose="confirm",
        page="partnerships:mail-confirm",
        model=MailConfirmation,
        seen=("organisation", "asked_by"),
        expires=lambda row: row.expires_at,
    )
)
GUEST = register(
    LinkKind(
        purpose="guest",
        page="partnerships:guest-open",
        model=CeremonyGuest,
        opens=(CeremonyGuest, Ceremony, Cycle, Activity, TrailHead),
        seen=("ceremony__partnership", "ceremony__cycle"),
        reads=(Ceremony, Cycle),
        acts_for=lambda guest: (guest.organisation, guest.name),
    )
)
PULSE = register(
    LinkKind(
        purpose="pulse",
        page="partnerships:pulse-open",
        model=PulseAsk,
        opens=(Pulse, PulseAsk, PulseTally),  # no trail: an answer leaves none, and nobody acts under a name
        seen=("pulse__partnership", "partnership"),
        reads=(Pulse,),
    )
)
KICK_OFF = register(
    LinkKind(
        purpose="kickoff",
        page="partnerships:kick-off-open",
        model=KickOffInvitee,
        opens=(KickOffInvitee, KickOff, Contact, Partner, Cycle, Activity, TrailHead),
        seen=("kick_off__partnership", "kick_off__cycle", "contact__partner__organisation"),
        reads=(KickOff, Contact, Partner, Cycle),
        acts_for=lambda invitee: (invitee.contact.partner.organisation.name, invitee.contact.name),
    )
)
