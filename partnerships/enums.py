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


class DueKind(TextChoices):
    """What has a day in a round."""

    TASK = "task", _("Task")
    SIGNATURE = "signature", _("Signature")
    MEASURE = "measure", _("Measure")
    OBLIGATION = "obligation", _("Obligation")
    CERTIFICATE = "certificate", _("Certificate")
    RENEWAL = "renewal", _("Renewal step")
    REFUSED = "refused", _("Refused text")


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


class Basis(TextChoices):
    """What says that something is a problem (S000: objective figures as well as a feeling of not being safe)."""

    OBJECTIVE = "objective", _("Figures (objective)")
    SUBJECTIVE = "subjective", _("A feeling of not being safe (subjective)")


class ContactChannel(TextChoices):
    """How somebody was sounded out."""

    VISIT = "visit", pgettext_lazy("channel", "Visit")
    TELEPHONE = "telephone", pgettext_lazy("channel", "Telephone")
    MAIL = "mail", pgettext_lazy("channel", "Mail")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting")


class Firmness(TextChoices):
    """How firm the commitment of a puller is (S000)."""

    FIRM = "firm", pgettext_lazy("commitment", "Firm")
    SOFT = "soft", pgettext_lazy("commitment", "Soft")
    NONE = "none", pgettext_lazy("commitment", "None")


class Attendance(TextChoices):
    """Whether somebody comes; computed."""

    COMES = "comes", pgettext_lazy("kick-off", "Comes")
    STAYS_AWAY = "stays_away", pgettext_lazy("kick-off", "Does not come")
    OPEN = "open", pgettext_lazy("kick-off", "No answer yet")


class CooperationStep(TextChoices):
    """The ladder of forms of cooperation, from light to heavy (S000)."""

    MINUTES = "minutes", _("Laid down in minutes")
    PROTOCOL = "protocol", _("Cooperation protocol")
    LEGAL_ENTITY = "legal_entity", _("Legal entity of its own")


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
    WAITING = "waiting", pgettext_lazy("signature", "Turn has not come yet")


class SignatureMethod(TextChoices):
    """How somebody signed. Each is an ordinary electronic signature or ink on paper, and never called more than that."""

    LINK = "link", _("personal link and code by e-mail")
    DEVICE = "device", _("at the table, on one device, with a code by e-mail")
    PAPER = "paper", _("on paper, recorded with a scan")


class CodeFor(TextChoices):
    """What somebody with a link wants to do with the code they ask for; a code for one does not do for another."""

    SIGN = "sign", _("sign")
    REFUSE = "refuse", _("refuse to sign")
    HAND_OVER = "hand_over", _("let a colleague sign")
    OBJECT = "object", _("object to a signature on paper")


class ProofKind(TextChoices):
    """What somebody showed besides the link in their mail. "": nothing, as on paper."""

    MAIL = "mail", _("code by e-mail")
    TEXT = "text", _("code by text message")
    IDENTITY = "identity", _("shown by a provider of identity")


class ConfirmedBy(TextChoices):
    """By what an address was confirmed as that of the organisation when the request was sent. "": by nothing."""

    DOMAIN = "domain", _("the organisation confirmed the domain")
    MAILBOX = "mailbox", _("the organisation confirmed this mailbox")
    SIGN_ON = "sign_on", _("the organisation signs in with this domain")


class SealLevel(TextChoices):
    """How much a seal holds to be checked with, in the words of the European standard for signed PDFs (PAdES)."""

    PLAIN = "B-B", _("without timestamp")
    STAMPED = "B-T", _("with timestamp")
    LONG = "B-LT", _("with timestamp, and what is needed to check it later")
    ARCHIVE = "B-LTA", _("with timestamps, and what is needed to check it for a long time")


class CovenantStage(TextChoices):
    """When in the process the covenant is signed; it differs from place to place (F17)."""

    BEFORE_PLAN = "before_plan", _("Before the plan is adopted")
    BEFORE_AUDIT = "before_audit", _("Before the audit")
    AFTER_AUDIT = "after_audit", _("After the audit")
    AWARD = "award", _("At the award")
    ANYTIME = "anytime", _("No fixed moment")


class ObligationState(TextChoices):
    """How an obligation of a signed text stands; computed."""

    OPEN = "open", pgettext_lazy("obligation", "Open")
    OVERDUE = "overdue", pgettext_lazy("obligation", "Overdue")
    DONE = "done", pgettext_lazy("obligation", "Done")


class Coming(TextChoices):
    """What a guest answered to an invitation."""

    UNKNOWN = "unknown", pgettext_lazy("guest", "No answer yet")
    YES = "yes", pgettext_lazy("guest", "Comes")
    NO = "no", pgettext_lazy("guest", "Does not come")


class EmergencyState(TextChoices):
    """How an emergency access of an administrator stands; computed from its moments."""

    OPEN = "open", pgettext_lazy("emergency", "Open")
    ENDED = "ended", pgettext_lazy("emergency", "Ended early")
    EXPIRED = "expired", pgettext_lazy("emergency", "Expired")


class LineHours(TextChoices):
    """When a number of the contact card answers (F109)."""

    ALWAYS = "always", _("Day and night")
    DAY = "day", _("Working days 7:00–18:00")
    EVENING = "evening", _("Every evening 18:00–23:00")
    NIGHT = "night", _("Every night 23:00–7:00")
    WEEKEND = "weekend", _("Weekend, day and night")
    OWN = "own", _("Other hours, every day")


class ServiceState(TextChoices):
    """How far a service of the adviser is (F107)."""

    TODO = "todo", pgettext_lazy("service", "To do")
    AGREED = "agreed", pgettext_lazy("service", "Agreed")
    DONE = "done", pgettext_lazy("service", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("service", "Not needed")
