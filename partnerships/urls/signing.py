"""Agreements, signing by link, and checking a document."""

from django.urls import URLPattern, path

from partnerships.views import (
    agreement_lists,
    agreements,
    annexes,
    attachments,
    checking,
    covenant_stage,
    draft_comments,
    draft_versions,
    drafts,
    handing_over,
    obligations,
    paper_signatures,
    rounds,
    signatories,
    signing_tables,
    table_signing,
    text_copies,
    witnessed,
)
from partnerships.views import signing as signing_views

HERE = "p/<slug:partnership>/agreements/"
TABLE = "table/<uuid:uuid>/<str:token>/"
DUTIES = "p/<slug:partnership>/obligations/"
LINK = "sign/<uuid:uuid>/<str:token>/"

signing: list[URLPattern] = [
    # /p/<partnership>/agreements/
    path(HERE, agreement_lists.agreement_list, name="agreements"),
    path(f"{HERE}draft/<str:document>/", drafts.draft, name="agreement-draft"),
    path(f"{HERE}<uuid:uuid>/", agreements.detail, name="agreement"),
    path(f"{HERE}<uuid:uuid>/revise/", drafts.revise, name="agreement-revise"),
    path(f"{HERE}<uuid:uuid>/renew-list/", drafts.renew_list, name="agreement-renew-list"),
    path(f"{HERE}covenant-stage/", covenant_stage.covenant_stage, name="covenant-stage"),
    path(f"{HERE}<uuid:uuid>/versions/", draft_versions.versions, name="agreement-versions"),
    path(f"{HERE}<uuid:uuid>/versions/<int:pk>/restore/", draft_versions.restore, name="agreement-restore"),
    path(f"{HERE}<uuid:uuid>/comment/", draft_comments.comment, name="agreement-comment"),
    path(f"{HERE}<uuid:uuid>/comments/<int:pk>/resolve/", draft_comments.resolve, name="agreement-comment-resolve"),
    path(f"{HERE}<uuid:uuid>/annexes/", annexes.annexes, name="agreement-annexes"),
    path(f"{HERE}<uuid:uuid>/obligations/", obligations.propose, name="agreement-obligations"),
    path(f"{HERE}<uuid:uuid>/obligations/add/", obligations.add, name="obligation-add"),
    path(f"{HERE}<uuid:uuid>/discard/", drafts.discard, name="agreement-discard"),
    path(f"{HERE}<uuid:uuid>/withdraw/", agreements.withdraw, name="agreement-withdraw"),
    path(f"{HERE}<uuid:uuid>/pdf/", agreements.pdf, name="agreement-pdf"),
    path(f"{HERE}<uuid:uuid>/text/", text_copies.agreement_text, name="agreement-text"),
    path(f"{HERE}<uuid:uuid>/join/", attachments.join, name="agreement-join"),
    path(f"{HERE}<uuid:uuid>/leave/", attachments.leave, name="agreement-leave"),
    path(f"{HERE}<uuid:uuid>/renew/", attachments.renew, name="agreement-renew"),
    path(f"{HERE}<uuid:uuid>/signatories.csv", agreements.signatories_csv, name="signatories-csv"),
    path(f"{HERE}reminders/", rounds.rhythm, name="signing-rhythm"),
    path(f"{HERE}signatories/<uuid:uuid>/remind/", signatories.remind, name="signature-remind"),
    path(f"{HERE}signatories/<uuid:uuid>/replace/", signatories.replace, name="signature-replace"),
    path(f"{HERE}<uuid:uuid>/table/", signing_tables.signing_table, name="signing-table"),
    path(f"{HERE}<uuid:uuid>/table/start/", signing_tables.signing_table_start, name="signing-table-start"),
    path(f"{HERE}<uuid:uuid>/table/stop/", signing_tables.signing_table_stop, name="signing-table-stop"),
    path(f"{HERE}<uuid:uuid>/paper/", paper_signatures.paper, name="paper"),
    path(f"{HERE}<uuid:uuid>/paper/print/", paper_signatures.paper_print, name="paper-print"),
    path(f"{HERE}signatories/<uuid:uuid>/paper/", paper_signatures.paper_record, name="paper-record"),
    path(f"{HERE}signatories/<uuid:uuid>/paper/undo/", paper_signatures.paper_undo, name="paper-undo"),
    # /p/<partnership>/obligations/
    path(DUTIES, obligations.obligations, name="obligations"),
    path(f"{DUTIES}csv/", obligations.obligations_csv, name="obligations-csv"),
    path(f"{DUTIES}<int:pk>/", obligations.obligation, name="obligation"),
    path(f"{DUTIES}<int:pk>/done/", obligations.done, name="obligation-done"),
    path(f"{DUTIES}<int:pk>/remove/", obligations.remove, name="obligation-remove"),
    # /p/<partnership>/witnessed/
    path("p/<slug:partnership>/witnessed/<uuid:uuid>/", witnessed.witnessed, name="witnessed"),
    path("p/<slug:partnership>/witnessed/<uuid:uuid>/pdf/", witnessed.witnessed_pdf, name="witnessed-pdf"),
    path("p/<slug:partnership>/witnessed/<uuid:uuid>/text/", text_copies.witnessed_text, name="witnessed-text"),
    path(
        "p/<slug:partnership>/witnessed/<uuid:uuid>/annexes/<int:pk>/",
        witnessed.witnessed_annex,
        name="witnessed-annex",
    ),
    # /sign/<uuid>/<token>/  for people without an account
    path(LINK, signing_views.open_link, name="signature-open"),
    path(f"{LINK}code/", signing_views.code, name="signature-code"),
    path(f"{LINK}statement/", signing_views.statement, name="signature-sign"),
    path(f"{LINK}refuse/", signing_views.refuse, name="signature-refuse"),
    path(f"{LINK}hand-over/", handing_over.hand_over, name="signature-hand-over"),
    path(f"{LINK}annexes/<int:pk>/", annexes.signature_annex, name="signature-annex"),
    path(f"{LINK}pdf/", signing_views.pdf, name="signature-pdf"),
    path(f"{LINK}text/", text_copies.signature_text, name="signature-text"),
    path(f"{LINK}object/", paper_signatures.paper_object, name="paper-object"),
    # /table/<uuid>/<token>/  one device, for people without an account
    path(TABLE, table_signing.table, name="table"),
    path(f"{TABLE}<uuid:signatory>/", table_signing.table_read, name="table-read"),
    path(f"{TABLE}<uuid:signatory>/sign/", table_signing.table_sign, name="table-sign"),
    # /check/  for everybody
    path("check/", checking.check, name="check"),
    path("check/<str:number>/", checking.check_number, name="check-number"),
]
