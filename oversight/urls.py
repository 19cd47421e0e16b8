"""My work, the weekly mail, the portfolio of an overseer, the mail log of a partnership, and the health of the house."""

from django.urls import URLPattern, URLResolver, path

from oversight.views import (
    digest,
    emergency,
    handover,
    health,
    mail_log,
    own_data,
    portfolio,
    progress_links,
    retention,
    work,
)

app_name = "oversight"

urlpatterns: list[URLPattern | URLResolver] = [
    # /
    path("", work.work, name="work"),
    path("work.csv", work.work_csv, name="work-csv"),
    # /my-data/
    path("my-data/", own_data.own_data_page, name="own-data"),
    path("my-data/download/", own_data.own_data_download, name="own-data-download"),
    path("my-data/erase/", own_data.own_data_erase, name="own-data-erase"),
    path("my-data/weekly-mail/", digest.own_digest, name="own-digest"),
    # /progress/<uuid>/<token>/ and /digest/<uuid>/<token>/  for people without an account
    path("progress/<uuid:uuid>/<str:token>/", progress_links.progress_link, name="progress-link"),
    path("digest/<uuid:uuid>/<str:token>/", digest.digest_rhythm, name="digest-rhythm"),
    path("digest/<uuid:uuid>/<str:token>/stop/", digest.digest_stop, name="digest-stop"),
    # /privacy/
    path("privacy/bewaartermijnen/", retention.retention, name="retention"),
    path("privacy/register.csv", retention.register_csv, name="register-csv"),
    # /portfolio/
    path("portfolio/", portfolio.portfolio_list, name="portfolio"),
    path("portfolio/portfolio.csv", portfolio.portfolio_csv, name="portfolio-csv"),
    path("portfolio/<slug:slug>/", portfolio.portfolio_partnership, name="portfolio-partnership"),
    # /p/<partnership>/handover/
    path("p/<slug:partnership>/handover/<int:pk>/", handover.handover, name="handover"),
    path("p/<slug:partnership>/handover/<int:pk>/pdf/", handover.handover_pdf, name="handover-pdf"),
    # /p/<partnership>/mail/
    path("p/<slug:partnership>/mail/", mail_log.mail_log, name="mail-log"),
    path("p/<slug:partnership>/mail/mail.csv", mail_log.mail_log_csv, name="mail-log-csv"),
    path("p/<slug:partnership>/mail/<int:pk>/retry/", mail_log.mail_retry, name="mail-retry"),
    # /noodtoegang/
    path("noodtoegang/", emergency.emergencies, name="emergency"),
    path("noodtoegang/<int:pk>/end/", emergency.emergency_end, name="emergency-end"),
    # /healthz: containers follow no redirect, so it answers with and without the last slash
    path("healthz/", health.healthz, name="health"),
    path("healthz", health.healthz),
]
