"""Agreements, signing by link, and checking a document."""

from django.urls import URLPattern

signing: list[URLPattern] = []
