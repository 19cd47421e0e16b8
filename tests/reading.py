"""Reading a served file to its end. Closing the answer instead would close the database of a test on PostgreSQL."""

from typing import Any


def read(answer: Any) -> bytes:
    """What is left of the answer's content; an open file is closed behind it."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
