"""Home, tasks and gates of a partnership; audits and certificates have their own list."""

from django.urls import URLPattern, path

from certification.audit_urls import audit_urls
from certification.views import adopting, home, readiness, sending, tasks

app_name = "certification"

# /p/<partnership>/
of_partnership: list[URLPattern] = [
    path("p/<slug:partnership>/", home.home, name="home"),
    path("p/<slug:partnership>/tasks/", tasks.tasks, name="tasks"),
    path("p/<slug:partnership>/tasks/<slug:task_id>/", tasks.task, name="task"),
    path("p/<slug:partnership>/tasks/<slug:task_id>/tick/", tasks.task_tick, name="task-tick"),
    path("p/<slug:partnership>/tasks/<slug:task_id>/untick/", tasks.task_untick, name="task-untick"),
    path("p/<slug:partnership>/tasks/<slug:task_id>/skip/", tasks.task_skip, name="task-skip"),
    path("p/<slug:partnership>/tasks/<slug:task_id>/plan/", tasks.task_plan, name="task-plan"),
    path("p/<slug:partnership>/ready/", readiness.readiness, name="readiness"),
    path("p/<slug:partnership>/ready/<slug:gate_id>/waive/", readiness.waive, name="gate-waive"),
    path("p/<slug:partnership>/ready/<slug:gate_id>/unwaive/", readiness.unwaive, name="gate-unwaive"),
    path("p/<slug:partnership>/agreements/<uuid:uuid>/send/", sending.agreement_send, name="agreement-send"),
    path("p/<slug:partnership>/analysis/adopt/", adopting.analysis_adopt, name="analysis-adopt"),
    path("p/<slug:partnership>/plan/adopt/", adopting.plan_adopt, name="plan-adopt"),
]

urlpatterns = [*of_partnership, *audit_urls]
