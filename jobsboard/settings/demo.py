"""The demo: invented county on one machine, messages shown on screen, a key made at the first start."""

from jobsboard.settings.base import *  # noqa: F403
from jobsboard.settings.base import DATA_DIR, env

IS_DEMO = True
SMS_GATEWAY = "jobsboard.notifications.gateways.OnScreen"
SECRET_KEY = env("SECRET_KEY", default="") or (DATA_DIR / "secret_key").read_text().strip()
