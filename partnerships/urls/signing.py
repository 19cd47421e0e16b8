"""Agreements, signing by link, and checking a document."""

from django.urls import URLPattern, path

from partnerships.views import agreements, checking, drafts, signatories, witnessed
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
    path(f"{LINK}pdf/", signing_views.pdf, name="signature-pdf"),
    # /check/  for everybody
    path("check/", checking.check, name="check"),
    path("check/<str:number>/", checking.check_number, name="check-number"),
]
