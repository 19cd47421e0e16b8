"""One noun, one file. Import models from here."""

from partnerships.models.activity import Activity
from partnerships.models.agreement import Agreement
from partnerships.models.area import Area, AreaAddress
from partnerships.models.contact import Contact
from partnerships.models.cycle import Cycle
from partnerships.models.document import Document
from partnerships.models.emergency_access import EmergencyAccess
from partnerships.models.invitation import Invitation
from partnerships.models.job import Job
from partnerships.models.meeting import Meeting
from partnerships.models.membership import Membership
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
from partnerships.models.pinned_scheme import PinnedScheme
from partnerships.models.reminder import Reminder
from partnerships.models.seal_warning import SealWarning
from partnerships.models.sign_on import SignOn, SignOnDomain
from partnerships.models.signature import Signature
from partnerships.models.task import Task
from partnerships.models.tenant import TenantModel
from partnerships.models.trail_head import TrailHead
from partnerships.models.user import User
from partnerships.models.waiver import Waiver

__all__ = [
    "Activity",
    "Agreement",
    "Area",
    "AreaAddress",
    "Contact",
    "Cycle",
    "Document",
    "EmergencyAccess",
    "Invitation",
    "Job",
    "Meeting",
    "Membership",
    "Officer",
    "Organisation",
    "Outbox",
    "Partner",
    "Partnership",
    "PartnershipArea",
    "PartnershipGroupObjectPermission",
    "PartnershipUserObjectPermission",
    "PinnedScheme",
    "Reminder",
    "SealWarning",
    "SignOn",
    "SignOnDomain",
    "Signature",
    "Task",
    "TenantModel",
    "TrailHead",
    "User",
    "Waiver",
]
