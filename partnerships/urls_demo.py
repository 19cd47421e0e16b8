"""Addresses that exist in a demonstration and while developing only."""

from django.urls import URLPattern, URLResolver, path

from partnerships.views import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
