"""Addresses of audit and certificate: of the partnership, of the auditor, and of anybody."""

from django.urls import URLPattern, path

from certification.views import (
    audit_list,
    audit_rooms,
    audits,
    certificate_register,
    certificates,
    operations,
    recognitions,
)

RECOGNITION = "p/<slug:partnership>/recognitions/<int:pk>/"
OWN = "recognition/<uuid:uuid>/<str:token>/"

# /p/<partnership>/audit/
of_partnership: list[URLPattern] = [
    path("p/<slug:partnership>/audit/", audits.audits, name="audits"),
    path("p/<slug:partnership>/audit/request/", audits.audit_request, name="audit-request"),
    path("p/<slug:partnership>/audit/withdraw/", audits.audit_withdraw, name="audit-withdraw"),
    path("p/<slug:partnership>/audit/findings/<int:pk>/answer/", audits.finding_answer, name="finding-answer"),
    path("p/<slug:partnership>/audit/documents/<int:pk>/", audits.dossier_item, name="dossier-item"),
    path("p/<slug:partnership>/audit/dossiers/<int:pk>/", audits.dossier_manifest, name="dossier-manifest"),
    path("p/<slug:partnership>/certificates/", certificates.certificates, name="certificates"),
    path(
        "p/<slug:partnership>/certificates/<int:pk>/document/",
        certificates.certificate_document,
        name="certificate-document",
    ),
    path(
        "p/<slug:partnership>/recognitions/<int:pk>/document/",
        certificates.recognition_document,
        name="recognition-document",
    ),
    path(f"{RECOGNITION}copies/", recognitions.recognition_copies, name="recognition-copies"),
    path(f"{RECOGNITION}copies.csv", recognitions.recognition_copies_csv, name="recognition-copies-csv"),
    path(f"{RECOGNITION}copies/make/", recognitions.recognition_hand_out, name="recognition-hand-out"),
    path(f"{RECOGNITION}own/", recognitions.recognition_own, name="recognition-own"),
    path("p/<slug:partnership>/operations/", operations.operations, name="operations"),
]

# /audits/
of_auditor: list[URLPattern] = [
    path("audits/", audit_list.audit_list, name="audit-list"),
    path("audits/export/", audit_list.audit_list_export, name="audit-list-export"),
    path("audits/<uuid:uuid>/", audit_rooms.audit_room, name="audit-room"),
    path("audits/<uuid:uuid>/assign/", audit_list.audit_assign, name="audit-assign"),
    path("audits/<uuid:uuid>/documents/<int:pk>/", audit_rooms.audit_item, name="audit-item"),
    path("audits/<uuid:uuid>/manifest/", audit_rooms.audit_manifest, name="audit-manifest"),
    path("audits/<uuid:uuid>/requirements/<str:requirement_id>/", audit_rooms.audit_judge, name="audit-judge"),
    path("audits/<uuid:uuid>/visit/", audit_rooms.audit_visit, name="audit-visit"),
    path("audits/<uuid:uuid>/interviews/", audit_rooms.audit_interviews, name="audit-interviews"),
    path("audits/<uuid:uuid>/findings/<int:pk>/resolve/", audit_rooms.audit_resolve, name="audit-resolve"),
    path("audits/<uuid:uuid>/decide/", audit_rooms.audit_decide, name="audit-decide"),
    path("audits/<uuid:uuid>/certificate/withdraw/", certificates.certificate_withdraw, name="certificate-withdraw"),
]

# /certificates/ is for anybody, /recognition/<uuid>/<token>/ for whoever was mailed it
of_anybody: list[URLPattern] = [
    path("certificates/", certificate_register.certificate_register, name="certificate-register"),
    path("certificates/<str:number>/", certificates.certificate, name="certificate"),
    path(OWN, recognitions.recognition_copy, name="recognition-copy"),
    path(f"{OWN}pdf/", recognitions.recognition_copy_pdf, name="recognition-copy-pdf"),
]

audit_urls = [*of_partnership, *of_auditor, *of_anybody]
