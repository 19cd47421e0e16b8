"""Where uploads and documents are kept: a file stands under its name when all of it is there, or not at all."""

import os
import secrets
from typing import Any

from django.core.files.storage import FileSystemStorage

UNFINISHED = ".part"  # end of a name


class WholeFiles(FileSystemStorage):
    """Django writes a file under its own name, and leaves half of it there when the disk is full or the process dies."""

    def _save(self, name: str, content: Any) -> str:
        """Write under another name first, then give it its own. Raises ``OSError`` when there is no room; nothing stays."""
        part = f"{name}.{secrets.token_hex(8)}{UNFINISHED}"
        try:
            super()._save(part, content)  # type: ignore[misc]  # not in the stubs
            return self._named(part, name)
        finally:
            self.delete(part)  # the other name of it, or what is left of it

    def _named(self, part: str, name: str) -> str:
        """Give it this name, or one like it when somebody else took this one in the meantime: nothing is overwritten."""
        while True:
            try:
                os.link(self.path(part), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
