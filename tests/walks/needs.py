"""Which act every address of a partnership needs. A new address that is not here fails the test of the matrix.

"name" is every method the address takes; "GET name" or "POST name" is one of them.
"""

NEEDS = {
    "see_certificate": """
        certification:home certification:certificates certification:certificate-document
        partnerships:witnessed partnerships:witnessed-pdf
        partnerships:witnessed-text partnerships:witnessed-annex
    """,
    "see_progress": """
        certification:tasks certification:task certification:readiness actionplans:own-measures
        partnerships:short-lines partnerships:short-lines-csv
    """,
    "see_content": """
        partnerships:agreement-comment partnerships:agreement-versions partnerships:obligations partnerships:obligations-csv
        GET/partnerships:obligation
        actionplans:measure actionplans:measures actionplans:measures-export actionplans:plan actionplans:plan-print
        actionplans:plan-report actionplans:plan-version GET/actionplans:plan-element
        assessments:figures assessments:figures-export assessments:overview assessments:priorities
        assessments:priorities-export assessments:rounds assessments:rounds-export assessments:surveys
        assessments:surveys-export GET/assessments:topics
        certification:audits certification:dossier-item certification:dossier-manifest GET/certification:operations
        certification:recognition-document
        partnerships:addresses partnerships:addresses-csv partnerships:agreement partnerships:agreement-pdf
        partnerships:agreement-text
        partnerships:agreements partnerships:area partnerships:areas partnerships:document partnerships:documents
        partnerships:documents-csv partnerships:mandates partnerships:history partnerships:history-csv partnerships:job
        partnerships:job-progress partnerships:meetings partnerships:meetings-csv partnerships:parties
        partnerships:ceremonies partnerships:ceremony partnerships:ceremony-day
        certification:recognition-copies certification:recognition-own
        partnerships:parties-csv partnerships:party partnerships:roles partnerships:roles-csv partnerships:statements
        partnerships:statements-csv partnerships:problems partnerships:problems-csv partnerships:soundings
        partnerships:soundings-csv partnerships:kick-off partnerships:kick-off-csv partnerships:cooperation
        partnerships:duties partnerships:duties-csv
        partnerships:adviser partnerships:adviser-csv partnerships:pledges partnerships:pledges-csv
        partnerships:pulses partnerships:pulses-csv partnerships:pulse-answer
    """,
    "run_process": """
        certification:finding-answer certification:gate-unwaive certification:gate-waive POST/certification:operations
        certification:task-plan certification:task-skip certification:task-tick certification:task-untick
        partnerships:meeting-add partnerships:problem-add partnerships:problem partnerships:problem-remove
        partnerships:start-answer partnerships:cooperation-set partnerships:duty
        partnerships:adviser-service partnerships:adviser-on-request partnerships:adviser-return
        partnerships:adviser-ask partnerships:adviser-answer partnerships:adviser-withdraw partnerships:pulse-start
        partnerships:pulse-remind partnerships:pulse-close
    """,
    "manage_parties": """
        oversight:handover oversight:handover-pdf
        partnerships:contact partnerships:contact-add partnerships:contact-invite partnerships:contact-remove
        partnerships:invitation-add partnerships:invitation-resend partnerships:invitation-withdraw
        partnerships:mandate partnerships:mandate-add partnerships:mandate-end
        partnerships:party-add partnerships:party-change partnerships:party-decline partnerships:party-join
        partnerships:party-leave
        partnerships:role-appoint partnerships:role-deputy partnerships:role-end
        partnerships:parties-wanted partnerships:party-types partnerships:party-type-remove partnerships:party-invite
        partnerships:party-invite-now partnerships:party-declines
        partnerships:sounding-add partnerships:sounding partnerships:sounding-remove
        partnerships:kick-off-plan partnerships:kick-off-change partnerships:kick-off-invite
        partnerships:kick-off-remind partnerships:kick-off-cancel
    """,
    "edit_area": """
        partnerships:area-add partnerships:area-boundary partnerships:area-remove partnerships:address-add
        partnerships:address-remove partnerships:addresses-confirm partnerships:addresses-preview
    """,
    "send_agreement": """
        partnerships:agreement-annexes partnerships:agreement-comment-resolve partnerships:agreement-obligations
        partnerships:agreement-restore partnerships:covenant-stage partnerships:obligation-add
        partnerships:obligation-remove POST/partnerships:obligation
        certification:agreement-send partnerships:agreement-discard partnerships:agreement-draft
        partnerships:agreement-revise partnerships:agreement-renew-list partnerships:agreement-withdraw
        partnerships:signature-remind
        partnerships:signature-replace partnerships:signatories-csv partnerships:signing-rhythm
        partnerships:agreement-join partnerships:agreement-leave partnerships:agreement-renew
        partnerships:signing-table partnerships:signing-table-start partnerships:signing-table-stop
        partnerships:paper partnerships:paper-print partnerships:paper-record partnerships:paper-undo
        partnerships:ceremony-add partnerships:ceremony-edit partnerships:ceremony-cancel partnerships:guests-csv
        partnerships:guest-add partnerships:guest-edit partnerships:guest-remove partnerships:guests-invite
        partnerships:photo-add partnerships:photo-remove
        certification:recognition-copies-csv certification:recognition-hand-out
    """,
    "edit_analysis": """
        assessments:figures-confirm assessments:figures-discard assessments:figures-import assessments:figures-pdf
        assessments:figures-preview assessments:figures-remove assessments:priority-choose assessments:priority-edit
        assessments:priority-move assessments:priority-remove assessments:round-edit assessments:round-record
        assessments:round-remove assessments:sketch assessments:survey-edit assessments:survey-record
        assessments:survey-remove POST/assessments:topics
    """,
    "adopt_analysis": "certification:analysis-adopt assessments:analysis-reopen",
    "edit_plan": """
        actionplans:measure-add actionplans:measure-decision actionplans:measure-drop actionplans:measure-edit
        actionplans:measure-reopen actionplans:objective-add actionplans:objective-edit actionplans:objective-remove
        POST/actionplans:plan-element actionplans:plan-period actionplans:plan-revise actionplans:plan-start
    """,
    "adopt_plan": "certification:plan-adopt",
    "request_audit": "certification:audit-request certification:audit-withdraw",
    "see_mail_log": "oversight:mail-log oversight:mail-log-csv oversight:mail-retry",
}
# Two roads lead here: acting for one's own party, or running the work. test_matrix.py drives the first by itself.
EITHER = {
    "partnerships:obligation-done": {"send_agreement", "write_for_partner"},
    "partnerships:document-add": {"run_process", "write_for_partner"},
    "partnerships:statement": {"manage_parties", "write_for_partner"},
    "partnerships:confirmation-ask": {"write_for_partner"},  # never who only leads
    "partnerships:short-line-add": {"manage_parties", "write_for_partner"},
    "partnerships:short-line": {"manage_parties", "write_for_partner"},
    "partnerships:short-line-confirm": {"manage_parties", "write_for_partner"},
    "partnerships:short-line-remove": {"manage_parties", "write_for_partner"},
    "partnerships:pledge-add": {"manage_parties", "write_for_partner"},
    "partnerships:pledge-hours": {"manage_parties", "write_for_partner"},
    "partnerships:pledge-remove": {"manage_parties", "write_for_partner"},
    "actionplans:measure-progress": {"edit_plan", "write_for_partner"},
    "actionplans:measure-done": {"edit_plan", "write_for_partner"},
    "actionplans:plan-approve": {"edit_plan", "approve_for_partner"},
}
# Colours and logo of the municipality: on every page of a member.
ANY_MEMBER = {"partnerships:theme", "partnerships:logo"}
# What an address cannot show by itself: these have a test of their own.
BY_HAND = {"name_leader", "approve_for_partner", "write_for_partner"}
