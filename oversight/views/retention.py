"""What is kept how long, for everybody; and the processing register, for the administrator."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oversight.domain.register import header, register_lines, retention_words
from partnerships.doors.answers import csv_answer
from partnerships.models import User


@login_not_required
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    crumbs = [(_("Privacy"), reverse("partnerships:privacy")), (_("What is kept how long"), "")]
    return render(request, "oversight/retention.html", {"rows": retention_words(), "crumbs": crumbs})


@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    if not cast("User", request.user).is_superuser:
        raise PermissionDenied(_("Only the administrator of this installation sees the processing register."))
    return csv_answer("verwerkingsregister.csv", header(), [line.cells() for line in register_lines()])
