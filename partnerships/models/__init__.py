"""One noun, one file. Import models from here."""

from partnerships.models.activity import Activity
from partnerships.models.adviser_question import AdviserQuestion
from partnerships.models.adviser_standing import AdviserStanding
from partnerships.models.agreement import Agreement
from partnerships.models.agreement_annex import AgreementAnnex
from partnerships.models.agreement_comment import AgreementComment
from partnerships.models.agreement_version import AgreementVersion
from partnerships.models.area import Area, AreaAddress
from partnerships.models.ceremony import Ceremony, CeremonyGuest, CeremonyPhoto
from partnerships.models.contact import Contact
from partnerships.models.cooperation_form import CooperationForm
from partnerships.models.cycle import Cycle
from partnerships.models.document import Document
from partnerships.models.duty_holder import DutyHolder
from partnerships.models.emergency_access import EmergencyAccess
from partnerships.models.handover import HandOver
from partnerships.models.hours_used import HoursUsed
from partnerships.models.invitation import Invitation
from partnerships.models.job import Job
from partnerships.models.kick_off import KickOff, KickOffInvitee
from partnerships.models.mail_confirmation import MailConfirmation
from partnerships.models.mandate import Mandate
from partnerships.models.meeting import Meeting
from partnerships.models.membership import Membership
from partnerships.models.obligation import Obligation
from partnerships.models.officer import Officer
from partnerships.models.organisation import Organisation
from partnerships.models.outbox import Outbox
from partnerships.models.partner import Partner
from partnerships.models.partnership import (
    Partnership,
    PartnershipArea,
    PartnershipGroupObjectPermission,
    PartnershipUserObjectPermission,
)
from partnerships.models.party_type import PartyType
from partnerships.models.pinned_scheme import PinnedScheme
from partnerships.models.pledge import Pledge
from partnerships.models.problem_record import ProblemRecord
from partnerships.models.pulse import Pulse
from partnerships.models.pulse_ask import PulseAsk
from partnerships.models.pulse_tally import PulseTally
from partnerships.models.reminder import Reminder
from partnerships.models.seal_warning import SealWarning
from partnerships.models.short_line import ShortLine
from partnerships.models.sign_on import SignOn, SignOnDomain
from partnerships.models.signature import Signature
from partnerships.models.signature_hand_over import SignatureHandOver
from partnerships.models.signing_table import SigningTable
from partnerships.models.sounding_out import SoundingOut
from partnerships.models.start_answer import StartAnswer
from partnerships.models.task import Task
from partnerships.models.tenant import TenantModel
from partnerships.models.trail_anchor import TrailAnchor
from partnerships.models.trail_head import TrailHead
from partnerships.models.user import User
from partnerships.models.waiver import Waiver
from partnerships.models.wanted_party import WantedParty

__all__ = [
    "Activity",
    "AdviserQuestion",
    "AdviserStanding",
    "Agreement",
    "AgreementAnnex",
    "AgreementComment",
    "AgreementVersion",
    "Area",
    "AreaAddress",
    "Ceremony",
    "CeremonyGuest",
    "CeremonyPhoto",
    "Contact",
    "CooperationForm",
    "Cycle",
    "Document",
    "DutyHolder",
    "EmergencyAccess",
    "HandOver",
    "HoursUsed",
    "Invitation",
    "Job",
    "KickOff",
    "KickOffInvitee",
    "MailConfirmation",
    "Mandate",
    "Meeting",
    "Membership",
    "Obligation",
    "Officer",
    "Organisation",
    "Outbox",
    "Partner",
    "Partnership",
    "PartnershipArea",
    "PartnershipGroupObjectPermission",
    "PartnershipUserObjectPermission",
    "PartyType",
    "PinnedScheme",
    "Pledge",
    "ProblemRecord",
    "Pulse",
    "PulseAsk",
    "PulseTally",
    "Reminder",
    "SealWarning",
    "ShortLine",
    "SignOn",
    "SignOnDomain",
    "Signature",
    "SignatureHandOver",
    "SigningTable",
    "SoundingOut",
    "StartAnswer",
    "Task",
    "TenantModel",
    "TrailAnchor",
    "TrailHead",
    "User",
    "Waiver",
    "WantedParty",
]
