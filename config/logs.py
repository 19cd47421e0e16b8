"""What stands in the log: nothing that opens anything.

Django writes the path of every request it refuses, and a link in a mail carries its token in that path. So the line is
blanked after it was put together: message, arguments, and the text of an error with its traceback alike.
"""

import logging
import re

# As they are made: 43 characters of base64 for a link of ours (partnerships.tokens.make_token), and the two parts of a link to
# choose a new password (Django's own generator).
SECRETS = re.compile(r"(?<![\w-])(?:[A-Za-z0-9_-]{43}|[0-9A-Za-z_]{1,13}-[0-9a-z]{4,13}-[0-9a-f]{32,64})(?![\w-])")
BLANK = "…"


def blanked(text: str) -> str:
    """The same text without what opens something; what stands around it stays, so that the page can still be told."""
    return SECRETS.sub(BLANK, text)


class BlankingFormatter(logging.Formatter):
    """Formats a line, traceback included, and then blanks it."""

    def format(self, record: logging.LogRecord) -> str:
        return blanked(super().format(record))
