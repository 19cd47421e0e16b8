"""The sentences for an office file that is not taken: what was found, and how to save the file without it."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.exceptions import Refused

SHOWN = 100  # characters of an address or a kind that are shown
# What is in the kind of a part or relation, in small letters: what we call it. Only for the sentence: what is not on the
# list of what is taken (``allowed.py``) is refused, also when nothing here tells what it is.
FOUND = (
    (
        "macrosheet",
        gettext_lazy(
            "There is an old macro sheet (Excel 4.0) in this file. Delete that sheet, save the file as .xlsx, and send that."
        ),
    ),
    (
        "activex control",
        gettext_lazy(
            "There is a button or field with a program behind it (ActiveX) in this file. Remove it, save the file, and "
            "send it again."
        ),
    ),
    (
        "vba macro keymap toolbar extensibility",
        gettext_lazy("There are macros in this file. Save it as .docx, .xlsx or .pptx without macros, and send that."),
    ),
    (
        "template slideshow addin",
        gettext_lazy(
            "This is a template or another special kind of office file. Save it as .docx, .xlsx or .pptx, and send that."
        ),
    ),
    (
        "oleobject package afchunk msword",
        gettext_lazy(
            "There is another file or an object of another program in this file. Remove it or put a picture in its place, "
            "save the file, and send it again."
        ),
    ),
    (
        "externallink connection querytable volatile webextension webquery mailmerge model+data",
        gettext_lazy(
            "This file takes data or a program from elsewhere: another file, a connection or an add-in. Break that link, "
            "save the file, and send it again. Or save it as PDF."
        ),
    ),
)


def irregular() -> Refused:
    """The zip, or its lists of types and relations, is not as the programs write it."""
    return Refused(
        _(
            "This office file is damaged, has bytes or parts that do not belong in it, or unpacks to far too much. Open it in "
            "Word, Excel or PowerPoint, save it under another name, and send that. Or save it as PDF."
        )
    )


def old_or_locked() -> Refused:
    """Word 97 to 2003 and a file with a password look the same from outside."""
    return Refused(
        _(
            "This is an older kind of office file (.doc, .xls or .ppt), or one with a password. Save it as .docx, .xlsx or "
            ".pptx without a password, and send that."
        )
    )


def open_document() -> Refused:
    """A file of LibreOffice in its own format."""
    return Refused(
        _("This is an OpenDocument file (.odt, .ods or .odp). Save it as PDF, .docx, .xlsx or .pptx, and send that.")
    )


def locked() -> Refused:
    """A password is needed to read it."""
    return Refused(_("A password is needed to open this file. Save it without a password, and send it again."))


def kind_of_part(kind: str) -> Refused:
    """A kind of part or relation that is not taken."""
    low = kind.lower()
    for words, sentence in FOUND:
        if any(word in low for word in words.split()):
            return Refused(sentence)
    return Refused(
        _("There is something in this file that we do not take (%(kind)s). Save it as PDF, and send that.")
        % {"kind": Truncator(kind).chars(SHOWN)}
    )


def object_inside(part: str) -> Refused:
    """A macro project, or a file of another program, as a part of this file."""
    return Refused(
        _(
            "There are macros or an object of another program in this file (%(part)s). Save it without macros, put a "
            "picture in the place of the object, and send it again."
        )
        % {"part": part[-SHOWN:]}
    )


def elsewhere(kind: str, target: str) -> Refused:
    """Something that is fetched from outside when the file is opened."""
    told = {"target": Truncator(target).chars(SHOWN)}
    if kind.endswith("/attachedTemplate"):
        return Refused(
            _(
                "This document fetches its template from elsewhere (%(target)s). In Word, choose File, Options, Add-ins, "
                "Manage: Templates, Go, and empty the field Document template. Save it and send it again. Or save it as PDF."
            )
            % told
        )
    return Refused(
        _(
            "This file fetches a picture, data or an object from elsewhere (%(target)s). Choose File, Info, Edit links to "
            "files, Break link. Save it and send it again. Or save it as PDF."
        )
        % told
    )


def strange_link(target: str) -> Refused:
    """A link that opens something other than a web page, a mail or a telephone."""
    return Refused(
        _(
            "There is a link in this file that opens no web page and no mail (%(target)s). Remove that link, save the file, and "
            "send it again."
        )
        % {"target": Truncator(target).chars(SHOWN)}
    )
