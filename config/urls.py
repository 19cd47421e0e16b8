"""The map of the house. Each room names its own addresses; what belongs to a partnership stands under /p/<address>/."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

# One way in: the sign-in page of the house, with its limits and its second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "partnerships.views.trouble.server_error"
urlpatterns = [
    path("", include("certification.urls")),
    path("", include("partnerships.urls")),
    path("", include("assessments.urls")),
    path("", include("actionplans.urls")),
    path("", include("oversight.urls")),
    path("account/", include("config.account_urls")),
    path("beheer/", admin.site.urls),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("", include("partnerships.urls.demo"))]
