"""The worker and its clock. One line per job; what is due is found by query, never remembered by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("bondgenoot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["partnerships", "assessments", "actionplans", "certification", "oversight"])

app.conf.beat_schedule = {
    "send-waiting-mail": {"task": "partnerships.send_waiting_mail", "schedule": 20.0},
    "run-waiting-jobs": {"task": "partnerships.run_waiting_jobs", "schedule": 30.0},
    "seal-complete-agreements": {"task": "partnerships.seal_complete_agreements", "schedule": 30.0},
    "refresh-projections": {"task": "oversight.refresh_projections", "schedule": 20.0},
    "retain-no-longer-than-needed": {"task": "oversight.retain", "schedule": crontab(hour="3", minute="40")},
    "mend-grants": {"task": "partnerships.mend_grants", "schedule": crontab(hour="0", minute="20")},
    "warn-of-the-seal": {"task": "partnerships.warn_of_seal", "schedule": crontab(hour="5", minute="50")},
    "verify-trails": {"task": "partnerships.verify_trails", "schedule": crontab(hour="4", minute="10")},
    # Once a day for each trail; asked every hour, so that an authority that was away is asked again.
    "anchor-trails": {"task": "partnerships.anchor_trails", "schedule": crontab(minute="25")},
    "sweep-what-is-due": {"task": "oversight.sweep", "schedule": crontab(hour="6", minute="15")},
    "confirm-erasures": {"task": "oversight.confirm_erasures", "schedule": 60.0},
    # Once a week, after the reminders of the day; asked every hour and every day, so that an outage skips no week.
    "prepare-weekly-mail": {"task": "oversight.prepare_digests", "schedule": crontab(hour="6-20", minute="40")},
    "send-weekly-mail": {"task": "oversight.send_digests", "schedule": 60.0},
}
