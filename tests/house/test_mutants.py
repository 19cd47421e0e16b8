"""The list of seeded faults stays alive: each still fits the code it is to be put into."""

from collections import Counter

import pytest

from tests.mutants.choosing import helpings_for
from tests.mutants.faults import AREAS, all_faults
from tests.sources import ROOT

FAULTS = all_faults()


def test_there_are_sixty_faults_with_names_of_their_own_in_every_area():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 60
    assert Counter(fault.area for fault in FAULTS).keys() == set(AREAS)
    assert min(Counter(fault.area for fault in FAULTS).values()) >= 10


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_fault_fits_the_code(fault):
    """Its text stands once in its file, what comes instead is another text that Python can read, and tests are near."""
    before = (ROOT / fault.file).read_text(encoding="utf-8")
    after = fault.seeded(before)
    assert after != before
    compile(after, fault.file, "exec")
    assert helpings_for(fault, ROOT)
