"""The mails of a demonstration, read from the files they were written to instead of being sent."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

SEPARATOR = b"-" * 79 + b"\n"  # django.core.mail.backends.filebased writes it after every message


@dataclass(frozen=True)
class DemoMail:
    """One message: where it stands (``key``: file and place in it) and what a reader sees."""

    key: str
    to: str
    subject: str
    written: datetime
    body: str
    attachments: tuple[str, ...]


def mail_folder() -> Path:
    """Where the mails stand. Raises ``Http404`` outside a demonstration or when mails are really sent."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not settings.DEMO or not folder:
        raise Http404("Only in a demonstration.")
    return Path(folder)


def read_mail(raw: bytes, *, key: str, written: datetime) -> DemoMail:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    text = message.get_body(preferencelist=("plain", "html"))
    names = tuple(part.get_filename() or part.get_content_type() for part in message.iter_attachments())
    return DemoMail(
        key=key,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        written=written,
        body=str(text.get_content()) if text else "",
        attachments=names,
    )


def mails_in(path: Path) -> list[DemoMail]:
    """All messages of one file (one connection may have sent several), in the order in which they were written."""
    written = timezone.make_aware(datetime.fromtimestamp(path.stat().st_mtime))  # noqa: DTZ006  made aware here
    parts = [part for part in path.read_bytes().split(SEPARATOR) if part.strip()]
    return [read_mail(part, key=f"{path.stem}.{number}", written=written) for number, part in enumerate(parts)]


def files_newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


@login_not_required
@require_safe
def demo_mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail the demonstration would have sent, newest first."""
    pages = Paginator(files_newest_first(mail_folder()), 25)
    page = pages.get_page(request.GET.get("page"))
    mails = [mail for path in page for mail in reversed(mails_in(path))]
    return render(request, "partnerships/demo/mail_list.html", {"mails": mails, "page_obj": page})


@login_not_required
@require_safe
def demo_mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as its reader gets it, with its links to press."""
    name, _dot, number = key.rpartition(".")
    path = next((path for path in files_newest_first(mail_folder()) if path.stem == name), None)
    mails = mails_in(path) if path else []
    if not number.isdecimal() or int(number) >= len(mails):
        raise Http404("No such mail.")
    return render(request, "partnerships/demo/mail_detail.html", {"mail": mails[int(number)]})
