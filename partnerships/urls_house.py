"""The addresses of the house itself: pages that explain, language, theme, and the ways in of a demonstration.

Part of the map of ``partnerships``. The last three answer 404 outside a demonstration.
"""

from django.urls import path

from partnerships.views import demo, demo_mail, language, pages, theme

urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("language/", language.language, name="language"),
    # /p/<partnership>/
    path("p/<slug:partnership>/theme.css", theme.theme, name="theme"),
    path("p/<slug:partnership>/logo/", theme.logo, name="logo"),
    # /demo/
    path("demo/login/", demo.demo_login, name="demo-login"),
    path("demo/mail/", demo_mail.demo_mail_list, name="demo-mail"),
    path("demo/mail/<str:key>/", demo_mail.demo_mail, name="demo-mail-detail"),
]
