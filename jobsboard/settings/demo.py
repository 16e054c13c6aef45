"""The demo: invented county on one machine, messages shown on screen, a key made at the first start."""

import secrets

from jobsboard.settings.base import *  # noqa: F403
from jobsboard.settings.base import DATA_DIR, env

IS_DEMO = True
SMS_GATEWAY = "jobsboard.notifications.gateways.OnScreen"
SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    key_file = DATA_DIR / "secret_key"
    if not key_file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_urlsafe(50))
    SECRET_KEY = key_file.read_text()
