"""Addresses of this floor, a list per room. What belongs to a partnership stands under /p/<partnership>/."""

from partnerships.urls.allies import allies
from partnerships.urls.bonds import bonds
from partnerships.urls.ceremonies import ceremonies
from partnerships.urls.pages import pages
from partnerships.urls.signing import signing
from partnerships.urls.start import start

app_name = "partnerships"
urlpatterns = [*start, *allies, *bonds, *signing, *ceremonies, *pages]
