"""The tables of the source documents, written out: per phase its Dutch name, stage, tasks and documents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    stage: str
    tasks: str
    documents: str


@dataclass(frozen=True)
class Table:
    phases: list[Row]
    parties: tuple[str, str, str]  # required, expected, other


KVO = Table(
    phases=[
        Row(
            "Samenwerking vormgeven",
            "form",
            "arrange_process_guide invite_parties hold_kick_off state_expectations appoint_project_leader"
            " form_working_group check_representation sign_declaration announce_start",
            "declaration partner_list expectations_statement role_list kick_off_minutes press_release_start",
        ),
        Row(
            "Veiligheidsanalyse (0-meting)",
            "analyse",
            "sketch_area list_addresses collect_figures visit_entrepreneurs hold_survey walk_by_day walk_in_dark"
            " review_topics hold_workshop choose_priorities adopt_analysis",
            "survey_report figure_sheets round_reports safety_analysis priority_list",
        ),
        Row(
            "Plan van aanpak",
            "plan",
            "set_objectives choose_measures name_owners arrange_means write_plan adopt_plan",
            "plan measures_matrix approval_record covenant",
        ),
        Row(
            "Certificering",
            "recognise",
            "start_measures sign_covenant request_audit review_documents audit_round interviews audit_report"
            " solve_findings receive_certificate award",
            "audit_dossier audit_report corrective_actions certificate press_release_award",
        ),
        Row(
            "Uitvoering",
            "execute",
            "plan_meetings review_working_group divide_tasks decide_budgets choose_execution hold_meetings"
            " keep_actions poll_progress update_matrix yearly_rounds newsletters annual_report",
            "minutes action_list budget_decisions progress_updates newsletters annual_report",
        ),
        Row(
            "Evaluatie (1-meting)",
            "evaluate",
            "repeat_survey repeat_figures repeat_analysis meet_entrepreneurs write_evaluation",
            "follow_up_survey_report follow_up_analysis evaluation_report entrepreneurs_minutes",
        ),
        Row("Nieuw plan", "renew", "write_new_plan adopt_new_plan", "new_plan"),
        Row(
            "Hercertificering",
            "renew",
            "request_re_audit re_audit next_certificate keep_going",
            "re_audit_report next_certificate",
        ),
    ],
    parties=(
        "municipality entrepreneurs police fire",
        "collective_security",
        (
            "owner park_management developer designer architect insurer company business_platform environment_service"
            " residents certification_body other"
        ),
    ),
)

SAFE_PARK = Table(
    phases=[
        Row(
            "Afstemming gemeente & kick-off",
            "form",
            "demarcate_area collect_stakeholders name_representatives invite_stakeholders draft_declaration"
            " hold_kick_off announce_start pvo_network",
            "area_map stakeholder_list invitations declaration kick_off_minutes press_release_start",
        ),
        Row(
            "Inventarisatie huidige situatie",
            "analyse",
            "list_addresses draw_map pvo_inventory request_police_figures pvo_survey mayors_letter hold_survey"
            " area_scans",
            "address_list police_figures mayors_letter survey area_scan",
        ),
        Row(
            "Presentatie huidige situatie",
            "analyse",
            "pvo_survey_report present_survey present_area introduce_plan share_survey set_objectives",
            "survey_report presentations presentation_minutes",
        ),
        Row(
            "Uitvoeringsplan",
            "plan",
            "divide_roles tailor_plan choose_actions quarter_priorities pvo_advice_actions pvo_advice_plan"
            " pvo_knowledge",
            "plan action_library quarter_overview",
        ),
        Row(
            "Activiteitenkalender – voorlichting",
            "plan",
            "align_communication map_activities inform_public_parties inform_entrepreneurs involve_departments"
            " pvo_sessions",
            "activity_calendar communication_calendar",
        ),
        Row(
            "Vaststellen en borging afspraken",
            "plan",
            "adopt_plan adopt_communication adopt_calendar adopt_roles schedule_session",
            "adoption_record",
        ),
        Row(
            "Waardering",
            "recognise",
            "plan_ceremony sign_recognition hand_out pledge_capacity announce_award",
            "recognition capacity_pledge press_release_award",
        ),
        Row(
            "Zelfstandige continuering",
            "execute",
            "hold_quarterly carry_out raise_reporting announce_inspections pvo_workshops pvo_training ask_platform"
            " recalibrate",
            "quarterly_minutes updated_plan new_plan",
        ),
    ],
    parties=(
        "municipality entrepreneurs police fire",
        "business_platform",
        (
            "customs trade_association province environment_service prosecution tfoc residents company"
            " collective_security park_management other"
        ),
    ),
)

COLLECTIVE = Table(
    phases=[
        Row(
            "Organiseren van samenwerking",
            "form",
            "sound_out contact_public_partners create_working_group appoint_coordinator air_expectations"
            " attract_adviser",
            "commitments role_sheet start_minutes",
        ),
        Row(
            "Omschrijven project en actieplan “beveiliging bedrijventerrein”",
            "plan",
            "analyse_risks write_security_plan write_implementation_plan adopt_plan write_specification compare_offers"
            " choose_firm conclude_framework agree_coordination settle_form",
            "risk_analysis security_plan implementation_plan specification offer_report framework_contract"
            " coordination_agreements cooperation_form",
        ),
        Row(
            "Sensibilisering ondernemingen",
            "recruit",
            "send_mailing send_press_release invite_to_session hold_session",
            "mailing press_release session_invitation session_attendance",
        ),
        Row(
            "Wervingsfase",
            "recruit",
            "prospect visit_interested sign_contracts decide_enough",
            "prospect_list guarding_contracts",
        ),
        Row(
            "Opstartfase",
            "execute",
            "install_steering_group agree_start_date sign_operational_agreement announce start_guarding",
            "installation_minutes operational_agreement announcement",
        ),
        Row(
            "Evaluatie en bijsturing",
            "evaluate",
            "monthly_meeting interim_evaluation second_campaign yearly_meeting adapt_plan",
            "monthly_minutes interim_evaluation annual_report revised_security_plan",
        ),
    ],
    parties=(
        "municipality police entrepreneurs collective_security",
        "fire chamber security_adviser",
        "intercommunal company owner insurer other",
    ),
)
