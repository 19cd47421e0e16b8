"""Ceremonies: the plan, guests and photos; and the invitation of a guest."""

from django.urls import URLPattern, path

from partnerships.views import ceremonies as views
from partnerships.views import ceremony_guests, ceremony_photos

HERE = "p/<slug:partnership>/ceremonies/"
LINK = "guest/<uuid:uuid>/<str:token>/"

ceremonies: list[URLPattern] = [
    # /p/<partnership>/ceremonies/
    path(HERE, views.ceremonies, name="ceremonies"),
    path(f"{HERE}add/", views.ceremony_add, name="ceremony-add"),
    path(f"{HERE}<uuid:uuid>/", views.ceremony, name="ceremony"),
    path(f"{HERE}<uuid:uuid>/edit/", views.ceremony_edit, name="ceremony-edit"),
    path(f"{HERE}<uuid:uuid>/cancel/", views.ceremony_cancel, name="ceremony-cancel"),
    path(f"{HERE}<uuid:uuid>/day/", views.ceremony_day, name="ceremony-day"),
    path(f"{HERE}<uuid:uuid>/guests.csv", ceremony_guests.guests_csv, name="guests-csv"),
    path(f"{HERE}<uuid:uuid>/guests/add/", ceremony_guests.guest_add, name="guest-add"),
    path(f"{HERE}<uuid:uuid>/guests/invite/", ceremony_guests.guests_invite, name="guests-invite"),
    path(f"{HERE}guests/<int:pk>/", ceremony_guests.guest_edit, name="guest-edit"),
    path(f"{HERE}guests/<int:pk>/remove/", ceremony_guests.guest_remove, name="guest-remove"),
    path(f"{HERE}<uuid:uuid>/photos/add/", ceremony_photos.photo_add, name="photo-add"),
    path(f"{HERE}photos/<int:pk>/remove/", ceremony_photos.photo_remove, name="photo-remove"),
    # /guest/<uuid>/<token>/  for people without an account
    path(LINK, ceremony_guests.guest_open, name="guest-open"),
    path(f"{LINK}answer/", ceremony_guests.guest_answer, name="guest-answer"),
]
