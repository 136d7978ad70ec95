"""The one settings file. Everything comes from the environment; no secret has a default.

`make run` writes a working environment once; docs/running.md lists every variable.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def required(name: str, why: str) -> str:
    """The value of an environment variable, or an explanation of what it is for."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. It is {why}. `make run` sets it for you; docs/running.md lists every variable."
        )
    return value


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", "the key that signs forms and staff sessions")
# Kept apart from SECRET_KEY, so that turning one over does not void the other.
LINK_KEY = required("LINK_KEY", "the key for hashes of e-mail addresses")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies stand between a reader and this server; 0 trusts no forwarded header.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    # In the order of the house, top to bottom: imports run one way only.
    "desk",
    "participation",
    "pledges",
    "charters",
    "post",
    "crispy_forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
    "desk.site.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    # Its widget templates: FORM_RENDERER looks for templates like any other.
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "post.middleware.RouteLog",
    "charters.middleware.PrintedFiles",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.errors.PlainErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.errors.SignedOut",
    "desk.middleware.StaffActs",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "desk.StaffMember"
AUTHENTICATION_BACKENDS = ["desk.sign_in.StaffBackend"]
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
LOGIN_URL = "admin:login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.home.area",
            ],
            # Every template may use the tags that our components are written with.
            "builtins": ["config.lib.components"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Two roles (docs/decisions): one serves and cannot alter tables, triggers or history; one owns and migrates.
# `manage.py migrate` sets AS_OWNER; DATABASE_OWNER_URL is never given to the web server or the worker.
required("DATABASE_URL", "the PostgreSQL database as the serving role: postgres://role:password@host:port/name")
SERVING_ROLE: str = env.db_url("DATABASE_URL")["USER"]
if env.bool("AS_OWNER", default=False):
    required("DATABASE_OWNER_URL", "the same database as the role that owns it")
    _database: dict[str, Any] = env.db_url("DATABASE_OWNER_URL")
else:
    _database = env.db_url("DATABASE_URL")
_database |= {"ENGINE": "config.lib.postgres", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
_database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# How long one statement may take. The web server sets it for itself (config/wsgi.py): a page that takes longer helps
# nobody, and holds up others. The worker and commands take the time they need.
if STATEMENT_MILLISECONDS := env.int("STATEMENT_MILLISECONDS", default=0):
    _database["OPTIONS"]["options"] = f"-c statement_timeout={STATEMENT_MILLISECONDS}"
# How long one search of the public list may take, whatever it asks the database.
SEARCH_MILLISECONDS = env.int("SEARCH_MILLISECONDS", default=1000)
DATABASES = {"default": _database}

CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://post_cache?max_entries=100000"),
    # In front of it, in each process: pages that many read just now (config/lib/public_pages.py).
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
}
# Who acted stands in each row of history itself: a table of its own would have to be changeable.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
# Seconds. A mail server that does not answer must not hold up the worker.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Equal Partners <no-reply@example.org>")
# How long the mail about a decision waits, so that the decision can be undone.
UNDO_WINDOW = timedelta(minutes=env.int("UNDO_MINUTES", default=10))
# How long whoever runs this portal keeps its backups at most: /privacy/kept/ promises it.
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)

# A form that is sent sooner than this after it was shown was hardly read by anybody: its letter waits a minute.
SIGNING_LEAST_SECONDS = env.int("SIGNING_LEAST_SECONDS", default=3)

# The area: whose portal this is. Colours are checked for contrast when the site starts.
AREA = {
    "name": env.str("AREA_NAME", default="Quillmere"),
    "council": env.str("AREA_COUNCIL", default="Quillmere Council"),
    "partners": env.list(
        "AREA_PARTNERS",
        default=["Quillmere Council", "NHS Quillmere", "Quillmere Parent Carers", "Kite Group"],
    ),
    "email": env.str("AREA_EMAIL", default="together@quillmere.example"),
    "phone": env.str("AREA_PHONE", default="01632 960 001"),
    "address": env.str("AREA_ADDRESS", default="Quillmere Council, The Mill, Quillmere QM1 1AA"),
    "dpo_email": env.str("AREA_DPO_EMAIL", default="dpo@quillmere.example"),
    "brand": env.str("AREA_BRAND", default="#0f5c5c"),
    "brand_dark": env.str("AREA_BRAND_DARK", default="#0a4242"),
    "typeface": env.str("AREA_TYPEFACE", default="atkinson"),
    # Words that easy read may use here without explaining them: names of places, schools, clubs.
    "easy_words": env.list("AREA_EASY_WORDS", default=[]),
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
# static_built is made at set-up from the front-end packages (config/lib/front_end.py).
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_built"]
STATIC_ROOT = BASE_DIR / "static_collected"
STORAGES = {
    # Private: evidence and documents. Public: published pictures and PDFs. Two settings from the start.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PRIVATE_FILES", default=str(BASE_DIR / ".run/private")), "base_url": None},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PUBLIC_FILES", default=str(BASE_DIR / ".run/public")), "base_url": "/files/"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.lib.static_files.ModuleStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Who took back what, by number: kept beside the backups and not inside them, because restoring one replays it.
ERASURE_LIST = Path(env.str("ERASURE_LIST", default=str(BASE_DIR / ".run/backups/erasures.jsonl")))

# Headers. Nothing inline, nothing from anywhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
# Staff only, on shared desks: a working day. The cookies page says so too.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if _https else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# Of all files of one request together: a document to import has 20 MB at most, an attachment 10. Anything above is cut
# off while it arrives.
UPLOAD_MAX_BYTES = 21_000_000
FILE_UPLOAD_HANDLERS = [
    "config.lib.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]

# Logs name routes, never addresses: an address can hold a private link. Outside development they leave out the text
# of errors too, which can hold what somebody typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "post.logs.RouteNames"}},
    "formatters": {
        "plain": {
            "()": "logging.Formatter" if DEBUG else "post.logs.WithoutMessages",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["routes"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        # Without handlers of its own, which print addresses, or mail them.
        "django": {"handlers": []},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        # One line a second otherwise.
        "django_tasks_db": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # It prints what cameras write into pictures, names too.
        "PIL": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
