"""Pages about the house itself, and about one's account. Those of the demonstration answer 404 anywhere else."""

from django.urls import URLPattern, path

from partnerships.views import demo, demo_mail, language, personal_data, theme
from partnerships.views import pages as views

pages: list[URLPattern] = [
    path("help/", views.help_page, name="help"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/personal-data.json", personal_data.personal_data, name="personal-data"),
    path("language/", language.language, name="language"),
    # /p/<partnership>/
    path("p/<slug:partnership>/theme.css", theme.theme, name="theme"),
    path("p/<slug:partnership>/logo/", theme.logo, name="logo"),
    # /demo/
    path("demo/login/", demo.demo_login, name="demo-login"),
    path("demo/mail/", demo_mail.demo_mail_list, name="demo-mail"),
    path("demo/mail/<str:key>/", demo_mail.demo_mail, name="demo-mail-detail"),
]
