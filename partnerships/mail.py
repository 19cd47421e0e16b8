"""From an outbox row to a mail: rendering, the link made at that moment, and the sending itself."""

from email.utils import formataddr
from pathlib import PurePosixPath

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from partnerships.models import Outbox
from partnerships.sms import send_text
from partnerships.tokens import make_code, make_token

# Where a link of a purpose leads; the kinds of ``doors/safe_links.py`` add theirs.
LINK_PAGES = {"invite": "partnerships:invitation-open"}


def add_link_page(purpose: str, page: str) -> None:
    """Let mails make links of this purpose; the address takes ``uuid`` and ``token``."""
    LINK_PAGES[purpose] = page


def link_for(token_for: str) -> str:
    """The full address of a one-time link, from ``"<purpose>:<uuid>:<nonce>"``."""
    purpose, uuid, nonce = token_for.split(":", 2)
    path = reverse(LINK_PAGES[purpose], kwargs={"uuid": uuid, "token": make_token(purpose, uuid, nonce)})
    return f"{settings.BASE_URL}{path}"


def code_for(token_for: str) -> str:
    """The digits of a mailed code, from ``"code:<uuid>:<nonce>:<stamp>"``."""
    _purpose, uuid, nonce, stamp = token_for.split(":")
    return make_code(uuid, nonce, stamp)


def receiver(name: str, address: str) -> str:
    """A name and an address as one receiver. What people call themselves is quoted, so that it never is an address."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name).strip()
    return formataddr((plain, address)) if plain and f"{plain}{address}".isascii() else address


def compose(mail: Outbox) -> EmailMultiAlternatives:
    """The mail as it will be sent, in its reader's language; the Message-ID is the row's, so a repeat is recognised."""
    with translation.override(mail.language):
        context = {**mail.context, "to_name": mail.to_name, "base_url": settings.BASE_URL}
        if mail.token_for.startswith("code:"):
            context["code"] = code_for(mail.token_for)
        elif mail.token_for:
            context["link"] = link_for(mail.token_for)
        elif "path" in mail.context:
            context["link"] = settings.BASE_URL + mail.context["path"]
        context["items"] = [
            {**item, "link": link_for(item["token_for"])} if item.get("token_for") else item
            for item in mail.context.get("items", ())
        ]
        folder = PurePosixPath("emails") / mail.template
        subject = " ".join(render_to_string(str(folder / "subject.txt"), context).split())
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(str(folder / "body.txt"), context),
            to=[receiver(mail.to_name, mail.to)],
            headers={"Message-ID": f"<{mail.uuid}@bondgenoot>", "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(str(folder / "body.html"), context), "text/html")
    if mail.attachment is not None:
        with mail.attachment.file.open("rb") as file:
            message.attach(mail.attachment.filename, file.read(), mail.attachment.media_type)
    return message


def deliver(mail: Outbox, connection: BaseEmailBackend) -> None:
    """Let a row of the outbox leave: by mail, or as a text message when it names a telephone.

    Raises ``OSError`` or ``ValueError`` when it could not.
    """
    message = compose(mail)
    if mail.context.get("phone"):
        send_text(mail.context["phone"], " ".join(str(message.body).split()))
        return
    message.connection = connection
    message.send()


def account_mail(folder: str, to: str, *, language: str, **words: object) -> EmailMultiAlternatives:
    """A mail about somebody's account, in their language; it belongs to no partnership and waits in no outbox."""
    with translation.override(language):
        context = {**words, "base_url": settings.BASE_URL}
        subject = " ".join(render_to_string(f"emails/{folder}/subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"emails/{folder}/body.txt", context),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"emails/{folder}/body.html", context), "text/html")
    return message
