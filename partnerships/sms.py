"""The one door to text messages: a gateway that takes a POST over HTTP, described by the settings (SMS_…).

No provider is built in: address, header and form of the message come from the environment. A gateway that wants
something else gets a class of its own with the same verb, see ``partnerships/domain/proofs.py``.
"""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings


class _StayHere(HTTPRedirectHandler):
    """Whoever answers with another address does not get the message sent there."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def send_text(to: str, text: str) -> None:
    """Hand one message to the gateway. ``to``: a number with its country, ``+31612345678``.

    Raises ``OSError`` when the gateway is away or does not answer with 2xx, ``ValueError`` when it is not configured.
    """
    if not settings.SMS_URL.startswith(("http://", "https://")):
        raise ValueError("Set SMS_URL to the address of the gateway for text messages.")
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.SMS_AUTHORIZATION:
        headers["Authorization"] = settings.SMS_AUTHORIZATION
    body = json.dumps(_filled(json.loads(settings.SMS_BODY), to=to, text=text)).encode()
    request = Request(settings.SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310  http(s), see above
    try:
        with build_opener(_StayHere).open(request, timeout=settings.SMS_TIMEOUT) as answer:
            answer.read(10_000)
    except HTTPError as error:
        error.close()
        raise OSError(f"the gateway for text messages answered {error.code}") from None
    except HTTPException as error:
        raise OSError("the gateway for text messages answered something that is no HTTP") from error


def _filled(shape: Any, *, to: str, text: str) -> Any:
    """The body with number and words in their places, at any depth."""
    if isinstance(shape, dict):
        return {key: _filled(value, to=to, text=text) for key, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, to=to, text=text) for value in shape]
    return {"{to}": to, "{text}": text}.get(shape, shape) if isinstance(shape, str) else shape
