"""Addresses that exist in a demonstration or in development only."""

from django.urls import URLPattern, path

from partnerships.views import styleguide

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
