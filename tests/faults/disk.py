"""A small disk of its own, in memory, that can be filled and emptied."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

SIZE = 160  # megabytes: an installation with the demonstration, and some


class SmallDisk:
    """Mounting needs root. Where it is refused the test fails, for a test that is left out proves nothing."""

    def __enter__(self) -> "SmallDisk":
        self.folder = Path(tempfile.mkdtemp(prefix="faults-"))
        options = ["-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(self.folder)]
        done = subprocess.run(["mount", *options], check=False, capture_output=True, text=True)
        if done.returncode:
            self.folder.rmdir()
            pytest.fail(f"A full disk is tried on a small one in memory; run as root: {done.stderr}")
        return self

    def __exit__(self, *_error: object) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Take all room that is left, to the last byte."""
        with self.ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue
            os.fsync(file.fileno())

    def free(self) -> None:
        self.ballast.unlink()
