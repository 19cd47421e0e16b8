"""The house, and the floor below it."""

from django.urls import include, path

from tests.bench.floor import bare

urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
