"""Production, behind HTTPS. Environment: DATABASE_URL, SECRET_KEY, DIGEST_KEY, ALLOWED_HOSTS, SMS_GATEWAY."""

from jobsboard.settings.base import *  # noqa: F403
from jobsboard.settings.base import env

SECRET_KEY = env("SECRET_KEY")
DIGEST_KEY = env("DIGEST_KEY")
DATABASES = {"default": env.db("DATABASE_URL")}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
