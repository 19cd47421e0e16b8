"""Addresses that exist in a demonstration or in development only."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
