"""The plan and its measures: /p/<partnership>/plan/ and /p/<partnership>/measures/."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from actionplans.views import measure_progress, measures, objectives, own_measures, plan_approvals, plan_elements, plans

app_name = "actionplans"

plan_pages: list[URLPattern] = [
    path("", plans.plan, name="plan"),
    path("start/", plans.plan_start, name="plan-start"),
    path("period/", plans.plan_period, name="plan-period"),
    path("revise/", plans.plan_revise, name="plan-revise"),
    path("report/", plans.plan_report, name="plan-report"),
    path("print/", plans.plan_print, name="plan-print"),
    path("versions/<int:version>/", plans.plan_version, name="plan-version"),
    path("approve/", plan_approvals.plan_approve, name="plan-approve"),
    path("elements/<str:element_id>/", plan_elements.plan_element, name="plan-element"),
    path("objectives/add/", objectives.objective_add, name="objective-add"),
    path("objectives/<int:pk>/edit/", objectives.objective_edit, name="objective-edit"),
    path("objectives/<int:pk>/remove/", objectives.objective_remove, name="objective-remove"),
]
measure_pages: list[URLPattern] = [
    path("", measures.measures, name="measures"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", measures.measures_export, name="measures-export"),
    path("own/", own_measures.own_measures, name="own-measures"),
    path("add/", measures.measure_add, name="measure-add"),
    path("<int:pk>/", measures.measure, name="measure"),
    path("<int:pk>/edit/", measures.measure_edit, name="measure-edit"),
    path("<int:pk>/progress/", measure_progress.measure_progress, name="measure-progress"),
    path("<int:pk>/done/", measure_progress.measure_done, name="measure-done"),
    path("<int:pk>/drop/", measure_progress.measure_drop, name="measure-drop"),
    path("<int:pk>/reopen/", measure_progress.measure_reopen, name="measure-reopen"),
    path("<int:pk>/decision/", measure_progress.measure_decision, name="measure-decision"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<slug:partnership>/plan/", include(plan_pages)),
    path("p/<slug:partnership>/measures/", include(measure_pages)),
]
