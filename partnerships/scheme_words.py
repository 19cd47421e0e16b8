"""The words a scheme file may use. Code knows these kinds; which of them a process has, stands in its file."""

COUNTRIES = frozenset({"NL", "BE"})
AREA_KINDS = frozenset({"business_park", "shopping_area", "rural"})

PARTY_KINDS = frozenset(
    """municipality police fire entrepreneurs park_management collective_security company owner developer designer
    architect insurer province environment_service customs trade_association prosecution tfoc residents
    business_platform certification_body chamber intercommunal security_adviser other""".split()
)

ROLES = frozenset(
    """project_leader process_guide coordinator chair secretary security_adviser representative signatory witness
    auditor overseer""".split()
)

STAGES = frozenset({"form", "analyse", "plan", "recognise", "recruit", "execute", "evaluate", "renew"})

ACTS = frozenset(
    {
        "adopt_analysis",
        "adopt_plan",
        "request_audit",
        "issue_certificate",
        "sign_recognition",
        "start_operations",
        "leave_phase",
    }
)

PAGES = frozenset(
    """area parties roles agreements figures survey rounds topics priorities analysis plan measures meetings readiness
    audit certificate operations""".split()
)

DOCUMENT_KINDS = frozenset(
    """declaration covenant recognition operational_agreement cooperation_protocol capacity_pledge report minutes plan
    contract other""".split()
)

AGREEMENT_KINDS = frozenset(
    """declaration covenant recognition operational_agreement cooperation_protocol capacity_pledge accession
    notice""".split()
)

COVENANT_STAGES = frozenset({"before_plan", "before_audit", "after_audit", "award", "anytime"})

MEETING_KINDS = frozenset(
    {"kick_off", "working_group", "steering_group", "workshop", "entrepreneurs", "information_session"}
)

AUDIENCES = frozenset({"companies", "residents", "employees", "customers"})
ROUND_KINDS = frozenset({"day", "dark"})
EVIDENCE_KINDS = frozenset({"objective", "subjective"})
ELEMENT_ANSWERS = frozenset({"text", "objectives", "measures", "period", "leader"})
ENDINGS = frozenset({"certificate", "recognition", "operational_start"})
OBJECTIVE_BASES = frozenset({"priorities", "themes"})
MEASURE_CALENDARS = frozenset({"deadline", "quarter"})
