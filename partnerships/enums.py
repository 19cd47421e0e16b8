"""Words with a fixed list. Screen terms are Dutch through gettext; the names are those of the field's glossary."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AreaKind(TextChoices):
    BUSINESS_PARK = "business_park", _("Business park")
    SHOPPING_AREA = "shopping_area", _("Shopping area")
    RURAL = "rural", _("Rural area")


class PartyKind(TextChoices):
    """What an organisation is in the partnership (domain.md, glossary; S002 1.5)."""

    MUNICIPALITY = "municipality", _("Municipality")
    POLICE = "police", _("Police")
    FIRE = "fire", _("Fire service")
    ENTREPRENEURS = "entrepreneurs", _("Entrepreneurs")
    PARK_MANAGEMENT = "park_management", _("Park management")
    COLLECTIVE_SECURITY = "collective_security", _("Collective security firm")
    COMPANY = "company", _("Company")
    OWNER = "owner", _("Property owner")
    DEVELOPER = "developer", _("Project developer")
    DESIGNER = "designer", _("Designer")
    ARCHITECT = "architect", _("Architect")
    INSURER = "insurer", _("Insurer")
    PROVINCE = "province", _("Province")
    ENVIRONMENT_SERVICE = "environment_service", _("Environment service")
    CUSTOMS = "customs", _("Customs")
    TRADE_ASSOCIATION = "trade_association", _("Trade association")
    PROSECUTION = "prosecution", _("Public prosecution service")
    TFOC = "tfoc", _("Transport crime programme (TFOC)")
    RESIDENTS = "residents", _("Residents")
    BUSINESS_PLATFORM = "business_platform", _("Safe business platform (PVO)")
    CERTIFICATION_BODY = "certification_body", _("Certification body")
    CHAMBER = "chamber", _("Chamber of commerce")
    INTERCOMMUNAL = "intercommunal", _("Intermunicipal company")
    SECURITY_ADVISER = "security_adviser", _("Security adviser")
    OTHER = "other", pgettext_lazy("party", "Other")


class Role(TextChoices):
    """What a person does in one partnership (design section 3; F13)."""

    PROJECT_LEADER = "project_leader", _("Project leader")
    PROCESS_GUIDE = "process_guide", _("Process guide")
    COORDINATOR = "coordinator", _("Coordinator")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    SECURITY_ADVISER = "security_adviser", _("Security adviser")
    REPRESENTATIVE = "representative", _("Representative")
    SECURITY_FIRM = "security_firm", _("Security firm")
    INSURER = "insurer", _("Insurer")


class OfficerRole(TextChoices):
    """What a person does for an organisation across partnerships."""

    OVERSEER = "overseer", _("Overseer")
    AUDITOR = "auditor", _("Auditor")


# Whose officers oversee partnerships: the municipality on its own ground, the others on that of its municipalities.
OVERSEEING = frozenset({PartyKind.MUNICIPALITY, PartyKind.PROVINCE, PartyKind.BUSINESS_PLATFORM})


class AgreementKind(TextChoices):
    DECLARATION = "declaration", _("Declaration of intent")
    COVENANT = "covenant", _("Covenant")
    RECOGNITION = "recognition", _("Recognition")
    OPERATIONAL_AGREEMENT = "operational_agreement", _("Operational agreement")
    COOPERATION_PROTOCOL = "cooperation_protocol", _("Cooperation protocol")
    CAPACITY_PLEDGE = "capacity_pledge", _("Pledge of capacity")
    ACCESSION = "accession", _("Declaration of accession")
    NOTICE = "notice", _("Notice of leaving")


class DocumentKind(TextChoices):
    AGREEMENT = "agreement", _("Signed agreement")
    EVIDENCE = "evidence", _("Evidence")
    MINUTES = "minutes", _("Minutes")
    REPORT = "report", _("Report")
    PLAN = "plan", _("Plan")
    ANALYSIS = "analysis", _("Safety analysis")
    DOSSIER = "dossier", _("Audit dossier")
    CERTIFICATE = "certificate", _("Certificate")
    LOGO = "logo", _("Logo")


class MeetingKind(TextChoices):
    KICK_OFF = "kick_off", _("Kick-off")
    WORKING_GROUP = "working_group", _("Working group meeting")
    STEERING_GROUP = "steering_group", _("Steering group meeting")
    WORKSHOP = "workshop", _("Prioritisation workshop")
    ENTREPRENEURS = "entrepreneurs", _("Entrepreneurs' meeting")
    INFORMATION_SESSION = "information_session", _("Information session")


class Commitment(TextChoices):
    """Whether an organisation takes part (S002: present and willing)."""

    INVITED = "invited", _("Invited")
    JOINED = "joined", _("Takes part")
    DECLINED = "declined", _("Declined")
    LEFT = "left", pgettext_lazy("partner", "Left")


class AgreementState(TextChoices):
    """How far a text is; computed from its dated facts, never stored."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    OUT = "out", pgettext_lazy("agreement", "Waiting for signatures")
    REFUSED = "refused", pgettext_lazy("agreement", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")
    COMPLETE = "complete", pgettext_lazy("agreement", "Signed by all, the document is being made")
    SEALED = "sealed", pgettext_lazy("agreement", "Signed by all")


class SignatureState(TextChoices):
    """What came of one request to sign; computed."""

    ASKED = "asked", pgettext_lazy("signature", "Asked")
    SIGNED = "signed", pgettext_lazy("signature", "Signed")
    REFUSED = "refused", pgettext_lazy("signature", "Refused")
    EXPIRED = "expired", pgettext_lazy("signature", "Link expired")
    STOPPED = "stopped", pgettext_lazy("signature", "No longer asked")


class SignatureMethod(TextChoices):
    """How somebody signed. Each is an ordinary electronic signature or ink on paper, and never called more than that."""

    LINK = "link", _("personal link and code by e-mail")
    DEVICE = "device", _("at the table, on one device, with a code by e-mail")
    PAPER = "paper", _("on paper, recorded with a scan")


class ProofKind(TextChoices):
    """What somebody showed besides the link in their mail. "": nothing, as on paper."""

    MAIL = "mail", _("code by e-mail")
    TEXT = "text", _("code by text message")
    IDENTITY = "identity", _("shown by a provider of identity")


class SealLevel(TextChoices):
    """How much a seal holds to be checked with, in the words of the European standard for signed PDFs (PAdES)."""

    PLAIN = "B-B", _("without timestamp")
    STAMPED = "B-T", _("with timestamp")
    LONG = "B-LT", _("with timestamp, and what is needed to check it later")
    ARCHIVE = "B-LTA", _("with timestamps, and what is needed to check it for a long time")


class EmergencyState(TextChoices):
    """How an emergency access of an administrator stands; computed from its moments."""

    OPEN = "open", pgettext_lazy("emergency", "Open")
    ENDED = "ended", pgettext_lazy("emergency", "Ended early")
    EXPIRED = "expired", pgettext_lazy("emergency", "Expired")
