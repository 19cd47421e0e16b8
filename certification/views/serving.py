"""Handing out a file after the door and the right were checked."""

from django.http import FileResponse

from partnerships.models import Document


def served(document: Document) -> FileResponse:
    """A document as a download; never kept by a shared cache."""
    answer = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.filename, content_type=document.media_type
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
