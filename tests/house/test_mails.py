"""A mail is a folder with a subject, a text and a page, in both languages."""

import ast

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.sources import calls, python, templates, where

PARTS = {"subject.txt", "body.txt", "body.html"}
FOLDERS = sorted({name.split("/")[1] for name in templates() if name.startswith("emails/") and name.count("/") == 2})


def test_every_mail_is_complete():
    incomplete = {
        folder: sorted(PARTS - {name.split("/")[2] for name in templates() if name.startswith(f"emails/{folder}/")})
        for folder in FOLDERS
    }
    assert {folder: missing for folder, missing in incomplete.items() if missing} == {}


def test_every_mail_that_is_queued_exists():
    queued = [
        (where(path, call), call.args[1].value)
        for path in python()
        for call, name in calls(path)
        if name.endswith("queue_mail") and len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    ]
    unknown = [(place, folder) for place, folder in queued if folder not in FOLDERS]
    assert unknown == []


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_renders(folder, language):
    with translation.override(language):
        parts = {
            part: render_to_string(f"emails/{folder}/{part}", {"title": "Convenant", "number": 2}) for part in PARTS
        }
    assert {part for part, rendered in parts.items() if not rendered.strip()} == set()
    assert len(parts["subject.txt"].split()) > 1
    assert "<html" in parts["body.html"]
    assert f'lang="{language}"' in parts["body.html"]
