"""The step in which somebody with a link shows that the mailbox or telephone behind it is theirs."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.signing import request_code
from partnerships.enums import CodeFor
from partnerships.exceptions import CodeExpired, CodeJustSent, CodeWrong, Refused
from partnerships.forms.signature import CodeForm
from partnerships.models import Signature
from partnerships.tasks import send_waiting_mail, soon


def done_with_code(
    request: HttpRequest, signature: Signature, form: CodeForm, act: Callable[[str], object], *, code_for: CodeFor
) -> bool:
    """Send a code once the form is filled in, then ``act`` with the code that was typed. True when it was done.

    Until then the same form is shown again, with all that was typed in it and with what was wrong. ``act`` gets the code;
    what it refuses besides the code is for the view. Also sends another code, to who presses that button.
    """
    code = form.cleaned_data.get("code", "").strip()
    if code and "again" not in request.POST:
        try:
            act(code)
        except (CodeWrong, CodeExpired) as refusal:
            form.add_error("code", str(refusal))
            return False
        return True
    asked_before = "code" in form.fields
    form.show_code()
    if asked_before and "again" not in request.POST:
        form.add_error("code", _("Fill in the code that we sent you."))
        return False
    try:
        request_code(signature, at=timezone.now(), code_for=code_for)
    except CodeJustSent:
        pass  # a second click: the code is on its way
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        transaction.on_commit(partial(soon, send_waiting_mail))
        signature.refresh_from_db(fields=["second_proof"])
    return False
