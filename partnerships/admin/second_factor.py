"""Helping somebody who lost the second step: an action on the list of people."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.domain.sessions import take_second_factor_away
from partnerships.models import User


@admin.action(description=gettext_lazy("Take the lost second step away"), permissions=["change"])
def take_lost_step_away(page: Any, request: HttpRequest, users: QuerySet[User]) -> None:
    """For somebody else only: one's own second step is changed with that step itself."""
    for user in users:
        if user.pk == request.user.pk:
            page.message_user(request, _("Ask another administrator to do this for you."), messages.ERROR)
        elif take_second_factor_away(user):
            get_adapter().send_notification_mail("mfa/email/taken_away", user)
            page.log_change(request, user, "The second step was taken away.")
            words = _("%(email)s sets up the second step again and got a mail about it.")
            page.message_user(request, words % {"email": user.email}, messages.SUCCESS)
        else:
            page.message_user(request, _("%(email)s has no second step.") % {"email": user.email}, messages.WARNING)
