"""Agreements, signing by link, and checking a document."""

from django.urls import URLPattern, path

from partnerships.views import agreements, attachments, checking, drafts, handing_over, rounds, signatories, witnessed
from partnerships.views import signing as signing_views

HERE = "p/<slug:partnership>/agreements/"
LINK = "sign/<uuid:uuid>/<str:token>/"

signing: list[URLPattern] = [
    # /p/<partnership>/agreements/
    path(HERE, agreements.agreement_list, name="agreements"),
    path(f"{HERE}draft/<str:document>/", drafts.draft, name="agreement-draft"),
    path(f"{HERE}<uuid:uuid>/", agreements.detail, name="agreement"),
    path(f"{HERE}<uuid:uuid>/revise/", drafts.revise, name="agreement-revise"),
    path(f"{HERE}<uuid:uuid>/discard/", drafts.discard, name="agreement-discard"),
    path(f"{HERE}<uuid:uuid>/withdraw/", agreements.withdraw, name="agreement-withdraw"),
    path(f"{HERE}<uuid:uuid>/pdf/", agreements.pdf, name="agreement-pdf"),
    path(f"{HERE}<uuid:uuid>/join/", attachments.join, name="agreement-join"),
    path(f"{HERE}<uuid:uuid>/leave/", attachments.leave, name="agreement-leave"),
    path(f"{HERE}<uuid:uuid>/renew/", attachments.renew, name="agreement-renew"),
    path(f"{HERE}<uuid:uuid>/signatories.csv", agreements.signatories_csv, name="signatories-csv"),
    path(f"{HERE}reminders/", rounds.rhythm, name="signing-rhythm"),
    path(f"{HERE}signatories/<uuid:uuid>/remind/", signatories.remind, name="signature-remind"),
    path(f"{HERE}signatories/<uuid:uuid>/replace/", signatories.replace, name="signature-replace"),
    # /p/<partnership>/witnessed/
    path("p/<slug:partnership>/witnessed/<uuid:uuid>/", witnessed.witnessed, name="witnessed"),
    path("p/<slug:partnership>/witnessed/<uuid:uuid>/pdf/", witnessed.witnessed_pdf, name="witnessed-pdf"),
    # /sign/<uuid>/<token>/  for people without an account
    path(LINK, signing_views.open_link, name="signature-open"),
    path(f"{LINK}code/", signing_views.code, name="signature-code"),
    path(f"{LINK}statement/", signing_views.statement, name="signature-sign"),
    path(f"{LINK}refuse/", signing_views.refuse, name="signature-refuse"),
    path(f"{LINK}hand-over/", handing_over.hand_over, name="signature-hand-over"),
    path(f"{LINK}pdf/", signing_views.pdf, name="signature-pdf"),
    # /check/  for everybody
    path("check/", checking.check, name="check"),
]
