"""The filled partnerships of the walks, and the agreement that everybody signed."""

from tests.partnerships.signing.conftest import (  # noqa: F401
    draft,
    full_park,
    now,
    own_files,
    sent,
    sign_all,
)
from tests.walks.conftest import body, ines, other_world, today, world  # noqa: F401
