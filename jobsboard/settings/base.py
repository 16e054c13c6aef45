"""Settings shared by demo, tests and production; secrets and addresses come from the environment."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

env = environ.Env()

PACKAGE = Path(__file__).resolve().parents[1]
PROJECT = PACKAGE.parent
# What the product makes at run time: match index, feeds, uploaded files, collected static files.
DATA_DIR = Path(env("BRIDGEHEAD_DATA", default=str(PROJECT / ".run" / "demo")))

SECRET_KEY = env("SECRET_KEY", default="")
# Key of the digests by which people are known again; of its own, because SECRET_KEY may be changed any day.
DIGEST_KEY = env("DIGEST_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # For its widget templates: forms are drawn by the board's own template set.
    "django.forms",
    "csp",
    "django_cotton",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
    "rest_framework",
    "jobsboard.core",
    "jobsboard.audit",
    "jobsboard.notifications",
    "jobsboard.accounts",
    "jobsboard.organizations",
    "jobsboard.occupations",
    "jobsboard.jobseekers",
    "jobsboard.postings",
    "jobsboard.courses",
    "jobsboard.policies",
    "jobsboard.recommendations",
    "jobsboard.applications",
    "jobsboard.training",
    "jobsboard.casework",
    "jobsboard.intake",
    "jobsboard.reports",
    "jobsboard.portals",
    "jobsboard.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "jobsboard.organizations.middleware.ActorMiddleware",
]

ROOT_URLCONF = "jobsboard.urls"
WSGI_APPLICATION = "jobsboard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates", PACKAGE / "components"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "jobsboard.core.templatetags.board"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jobsboard.portals.context_processors.board",
            ],
        },
    }
]
# <c-posting-card/> is components/posting_card.html
COTTON_DIR = "."
# A component sees what it is given and what every page knows, never the variables of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "jobsboard.core.forms.BoardRenderer"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///bridgehead")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "public:sign_in"
LOGIN_REDIRECT_URL = "public:start"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FIRST_DAY_OF_WEEK = 1
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
# Plain manifest storage: whitenoise's compressed one runs brotli (Scrapy brings it) for over a minute.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 20,
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "240/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "桥头堡 API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "jobsboard.api.schema.document_errors",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Texts reach phones through one class; the demo and the tests show them on screen instead.
SMS_GATEWAY = env("SMS_GATEWAY", default="jobsboard.notifications.gateways.Unconfigured")
# A banner that says that every person, firm and number here is invented.
IS_DEMO = False

MATCH_INDEX_DIR = DATA_DIR / "index"
FEED_DIR = DATA_DIR / "feeds"
# People counted in public figures are hidden below this number (laws of the project).
SMALLEST_SHOWN_COUNT = 5
# A scraped posting without a validity date lives this long after it was last seen at its source.
POSTING_LIFETIME_DAYS = 90
# Within so many days somebody who reports a posting is answered (算法推荐管理规定 §22 asks for a limit, names none).
REPORT_ANSWER_DAYS = 5
HOME_COUNTY = "431127"
