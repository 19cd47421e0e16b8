"""The step in which somebody with a link shows that the mailbox or telephone behind it is theirs."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils import timezone

from partnerships.domain.signing import request_code
from partnerships.enums import CodeFor
from partnerships.exceptions import CodeExpired, CodeJustSent, CodeWrong, Refused
from partnerships.forms.signature import CodeForm
from partnerships.models import Signature
from partnerships.tasks import send_waiting_mail, soon


def done_with_code(signature: Signature, form: CodeForm, act: Callable[[str], object], *, code_for: CodeFor) -> bool:
    """Send a code once the form is filled in, then ``act`` with the code that was typed. True when it was done.

    Until then the same form is shown again, with all that was typed in it and with what was wrong. ``act`` gets the code;
    what it refuses besides the code is for the view. Also sends another code, to who presses that button.
    """
    code = form.cleaned_data.get("code")
    if code and not form.asks_another:
        try:
            act(code)
        except (CodeWrong, CodeExpired) as refusal:
            form.add_error("code", str(refusal))
            return False
        return True
    form.show_code()
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
