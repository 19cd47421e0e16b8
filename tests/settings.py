"""Settings of the tests: those of the house, with an environment that needs nothing and touches nothing.

Each process gets a data folder of its own and, where Redis runs, a database of its own in it, so that tests side by
side do not see each other. PostgreSQL and Redis come from script/test; without them the tests run on SQLite and in memory.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The folders of xdist's processes lie in that of the first one, which outlives them and removes the whole.
_folder = tempfile.mkdtemp(prefix="bondgenoot-test-", dir=os.environ.get("DATA_DIR"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = _folder
os.environ["DEBUG"] = "0"
# A test server takes static files from where they lie and has no manifest.
os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
os.environ["BASE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ.setdefault("SECRET_KEY", "only-for-the-tests-and-known-to-everybody-who-reads-this-file")
if os.environ.get("REDIS_URL") and os.environ.get("PYTEST_XDIST_WORKER"):
    _number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{_number}"

(Path(_folder) / "static").mkdir(exist_ok=True)  # WhiteNoise warns where it is missing

from config.settings import *  # noqa: E402, F403  after the environment is set

if not os.environ.get("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash proves nothing here
CELERY_TASK_ALWAYS_EAGER = True
