"""Areas, founding, parties, roles, meetings, documents, history."""

from django.urls import URLPattern

start: list[URLPattern] = []
