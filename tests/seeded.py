"""Tests marked ``seeded`` try a part of their cases, chosen by a fixed seed; ``script/heavy`` has them try all."""

import os

ALL_OF_IT = os.environ.get("HEAVY") == "1"
