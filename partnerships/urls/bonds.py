"""What holds the parties together: contact card, pledged hours, the adviser, the yearly pulse."""

from django.urls import URLPattern, path

from partnerships.views import adviser, pledges, pulse_links, pulses, short_lines

P = "p/<slug:partnership>/"

bonds: list[URLPattern] = [
    path(f"{P}short-lines/", short_lines.short_lines, name="short-lines"),
    path(f"{P}short-lines.csv", short_lines.short_lines_csv, name="short-lines-csv"),
    path(f"{P}parties/<int:pk>/short-lines/add/", short_lines.short_line_add, name="short-line-add"),
    path(f"{P}short-lines/<int:pk>/", short_lines.short_line, name="short-line"),
    path(f"{P}short-lines/<int:pk>/confirm/", short_lines.short_line_confirm, name="short-line-confirm"),
    path(f"{P}short-lines/<int:pk>/remove/", short_lines.short_line_remove, name="short-line-remove"),
    path(f"{P}pledges/", pledges.pledges, name="pledges"),
    path(f"{P}pledges.csv", pledges.pledges_csv, name="pledges-csv"),
    path(f"{P}parties/<int:pk>/pledges/add/", pledges.pledge_add, name="pledge-add"),
    path(f"{P}parties/<int:pk>/pledges/hours/", pledges.pledge_hours, name="pledge-hours"),
    path(f"{P}pledges/<int:pk>/remove/", pledges.pledge_remove, name="pledge-remove"),
    path(f"{P}adviser/", adviser.adviser, name="adviser"),
    path(f"{P}adviser.csv", adviser.adviser_csv, name="adviser-csv"),
    path(f"{P}adviser/services/<str:task_id>/", adviser.adviser_service, name="adviser-service"),
    path(f"{P}adviser/on-request/", adviser.adviser_on_request, name="adviser-on-request"),
    path(f"{P}adviser/return/", adviser.adviser_return, name="adviser-return"),
    path(f"{P}adviser/ask/", adviser.adviser_ask, name="adviser-ask"),
    path(f"{P}adviser/questions/<int:pk>/answer/", adviser.adviser_answer, name="adviser-answer"),
    path(f"{P}adviser/questions/<int:pk>/withdraw/", adviser.adviser_withdraw, name="adviser-withdraw"),
    path(f"{P}pulses/", pulses.pulses, name="pulses"),
    path(f"{P}pulses.csv", pulses.pulses_csv, name="pulses-csv"),
    path(f"{P}pulses/start/", pulses.pulse_start, name="pulse-start"),
    path(f"{P}pulses/answer/", pulses.pulse_answer, name="pulse-answer"),
    path(f"{P}pulses/<int:pk>/remind/", pulses.pulse_remind, name="pulse-remind"),
    path(f"{P}pulses/<int:pk>/close/", pulses.pulse_close, name="pulse-close"),
    # /pulse/<uuid>/<token>/  for people without an account
    path("pulse/<uuid:uuid>/<str:token>/", pulse_links.pulse_open, name="pulse-open"),
]
