"""Allies: inventory, problems, sounding out, kick-off, form of cooperation, coordination."""

from django.urls import URLPattern, path

from partnerships.views import cooperation, inventory, kick_offs, problems, soundings

P = "p/<slug:partnership>/"

allies: list[URLPattern] = [
    path(f"{P}parties/wanted/", inventory.parties_wanted, name="parties-wanted"),
    path(f"{P}parties/kinds/", inventory.party_types, name="party-types"),
    path(f"{P}parties/kinds/<int:pk>/remove/", inventory.party_type_remove, name="party-type-remove"),
    path(f"{P}parties/invite/", inventory.party_invite, name="party-invite"),
    path(f"{P}parties/declines/", inventory.party_declines, name="party-declines"),
    path(f"{P}parties/invite/now/", inventory.party_invite_now, name="party-invite-now"),
    path(f"{P}problems/", problems.problems, name="problems"),
    path(f"{P}problems.csv", problems.problems_csv, name="problems-csv"),
    path(f"{P}problems/add/", problems.problem_add, name="problem-add"),
    path(f"{P}problems/<int:pk>/", problems.problem, name="problem"),
    path(f"{P}problems/<int:pk>/remove/", problems.problem_remove, name="problem-remove"),
    path(f"{P}start-answers/<int:pk>/", problems.start_answer, name="start-answer"),
    path(f"{P}soundings/", soundings.soundings, name="soundings"),
    path(f"{P}soundings.csv", soundings.soundings_csv, name="soundings-csv"),
    path(f"{P}soundings/add/", soundings.sounding_add, name="sounding-add"),
    path(f"{P}soundings/<int:pk>/", soundings.sounding, name="sounding"),
    path(f"{P}soundings/<int:pk>/remove/", soundings.sounding_remove, name="sounding-remove"),
    path(f"{P}kick-off/", kick_offs.kick_off, name="kick-off"),
    path(f"{P}kick-off.csv", kick_offs.kick_off_csv, name="kick-off-csv"),
    path(f"{P}kick-off/plan/", kick_offs.kick_off_plan, name="kick-off-plan"),
    path(f"{P}kick-off/<int:pk>/change/", kick_offs.kick_off_change, name="kick-off-change"),
    path(f"{P}kick-off/<int:pk>/invite/", kick_offs.kick_off_invite, name="kick-off-invite"),
    path(f"{P}kick-off/<int:pk>/remind/", kick_offs.kick_off_remind, name="kick-off-remind"),
    path(f"{P}kick-off/<int:pk>/cancel/", kick_offs.kick_off_cancel, name="kick-off-cancel"),
    path(f"{P}cooperation/", cooperation.cooperation, name="cooperation"),
    path(f"{P}cooperation/set/", cooperation.cooperation_set, name="cooperation-set"),
    path(f"{P}coordination/", cooperation.duties, name="duties"),
    path(f"{P}coordination.csv", cooperation.duties_csv, name="duties-csv"),
    path(f"{P}coordination/<slug:duty_id>/", cooperation.duty, name="duty"),
    # /kick-off/<uuid>/<token>/  for people without an account
    path("kick-off/<uuid:uuid>/<str:token>/", kick_offs.kick_off_open, name="kick-off-open"),
]
