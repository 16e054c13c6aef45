"""The tests: strict, fast, and with nothing outside this machine."""

import atexit
import shutil
import tempfile
from pathlib import Path

from jobsboard.settings.base import *  # noqa: F403
from jobsboard.settings.base import DATABASES, TEMPLATES

SECRET_KEY = "only for tests"
# A thread of the browser tests' server must not keep a connection: the database could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
IS_DEMO = True
SMS_GATEWAY = "jobsboard.notifications.gateways.OnScreen"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_DIR = Path(tempfile.mkdtemp(prefix="bridgehead-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()  # whitenoise warns when it is missing, and a warning is an error here
MATCH_INDEX_DIR = DATA_DIR / "index"
FEED_DIR = DATA_DIR / "feeds"
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}  # noqa: F405
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "‹undefined: %s›"
