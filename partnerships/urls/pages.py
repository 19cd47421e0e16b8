"""Pages about the house itself, and about one's account."""

from django.urls import URLPattern

pages: list[URLPattern] = []
