"""Where uploads and documents are kept: a file stands under its name when all of it is there, or not at all."""

import secrets
from pathlib import Path
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
            Path(self.path(part)).replace(self.path(name))
        finally:
            self.delete(part)  # what is left of it; nothing, once it has its own name
        return name
