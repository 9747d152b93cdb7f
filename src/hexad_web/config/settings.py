"""Every setting comes from the environment; docs/operations.md lists them (a test compares)."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    return [word for word in os.environ.get(name, "").replace(",", " ").split() if word]


DATA_DIR = Path(os.environ.get("HEXAD_DATA_DIR", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def secret_from_data_dir() -> str:
    """Make one secret at first start, so that an embedded set-up needs no settings at all."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = flag("HEXAD_DEBUG")
SECRET_KEY = os.environ.get("HEXAD_SECRET_KEY") or secret_from_data_dir()
# Wraps the keys of group-private text; apart from SECRET_KEY, so that sessions can be revoked without losing text.
PRIVATE_KEY = os.environ.get("HEXAD_PRIVATE_KEY") or SECRET_KEY
BASE_URL = os.environ.get("HEXAD_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = words("HEXAD_ALLOWED_HOSTS") or [
    urlparse(BASE_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_COOKIES = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
# No SECURE_PROXY_SSL_HEADER: the server itself reads X-Forwarded-Proto, and only from proxies that it was told of.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_cotton",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "hexad_web.frontend",
    "hexad_web.accounts",
    "hexad_web.outbox",
    "hexad_web.people",
    "hexad_web.challenges",
    "hexad_web.availability",
    "hexad_web.formation",
    "hexad_web.scheduling",
    "hexad_web.sessions",
    "hexad_web.practice",
    "hexad_web.economics",
    "hexad_web.evidence",
    "hexad_web.report",
    "hexad_web.privacy",
    "hexad_web.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hexad_web.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "hexad_web.config.urls"
ASGI_APPLICATION = "hexad_web.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hexad_web.accounts.context.actor",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'hexad.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two writers wait for each other at the start of a transaction instead of failing in its middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        # Room for many: a cache that is full forgets at random, and counted sign-in tries must not be pushed out.
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    )
}

# "database" wakes workers through a table; "rq" through Redis. The truth is in our own rows either way.
TASK_QUEUE = os.environ.get("HEXAD_TASK_QUEUE", "database")
TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "rq": "django_tasks_rq.RQBackend",
            "dummy": "django_tasks.backends.dummy.DummyBackend",
        }[TASK_QUEUE]
    }
}
if TASK_QUEUE == "rq":
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]
    RQ_QUEUES = {"default": {"URL": REDIS_URL}}
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_ADAPTER = "hexad_web.accounts.adapter.AccountAdapter"
# The key is the address: the hour bounds what a stranger can put into somebody's mailbox.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/h/key", "search_calendars": "30/h/user"}

# Every mail, allauth's too, becomes a row of the outbox; the worker hands it to the real connection below.
EMAIL_BACKEND = "hexad_web.outbox.backend.OutboxBackend"
smtp = urlparse(os.environ.get("HEXAD_SMTP_URL", ""))
OUTBOX_EMAIL_BACKEND = (
    "hexad_web.outbox.smtp.SmtpBackend" if smtp.hostname else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = smtp.hostname or ""
EMAIL_PORT = smtp.port or 25
EMAIL_HOST_USER = unquote(smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(smtp.password or "")
EMAIL_USE_SSL = smtp.scheme == "smtps"
EMAIL_USE_TLS = parse_qs(smtp.query).get("tls") == ["1"]
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("HEXAD_MAIL_FROM", "Hexad <hexad@localhost>")

# Hosts inside the network whose calendars may be read, by name; everything else inside is refused.
FEED_ALLOWED_HOSTS = words("HEXAD_FEED_ALLOWED_HOSTS")

# Of processor time for reading one calendar: 3,000 entries take half a second, what takes more than this is refused.
FEED_CPU_SECONDS = max(int(os.environ.get("HEXAD_FEED_CPU_SECONDS", "2")), 1)

# The mailbox in which answers to invitations arrive; scheduling/checks.py says what is missing or wrong.
IMAP_URL = os.environ.get("HEXAD_IMAP_URL", "")
# Whom calendars answer, with {token} where each invited person's own word stands: replies+{token}@example.com.
REPLY_ADDRESS = os.environ.get("HEXAD_REPLY_ADDRESS", "")
# The name by which the receiving mail server signs what it found out about senders.
IMAP_AUTHSERV = os.environ.get("HEXAD_IMAP_AUTHSERV", "")

# The organisation's own Jitsi server; without one, nothing of it is on any page.
JITSI_URL = os.environ.get("HEXAD_JITSI_URL", "").rstrip("/")
if JITSI_URL and not re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]+)?", JITSI_URL):
    raise ImproperlyConfigured("HEXAD_JITSI_URL: give an address that begins with https://, without a query.")

# "words", or "meaning" where the optional model is installed; challenges/checks.py says what is missing.
MATCHING = os.environ.get("HEXAD_MATCHING", "words")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("hexad", PACKAGE / "frontend" / "dist")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],  # ECharts and Alpine's x-show write style attributes
        "img-src": [SELF, "data:"],  # daisyUI's checkbox and select marks
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HEXAD_LOG_LEVEL", "WARNING")},
    # Below this it writes the headers of calendars' servers down, and a redirect's address is a credential.
    "loggers": {"httpcore": {"level": "WARNING"}},
}
