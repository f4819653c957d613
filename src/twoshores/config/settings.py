"""Settings of an instance, read from the environment.

Every variable is described in docs/operations.md; a guard test holds the two together.
Nothing here needs to be set to try Twoshores: without a variable, an instance keeps its data
in ./var, uses SQLite and answers on 127.0.0.1 only.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DATA_DIR = Path(os.environ.get("DATA_DIR") or "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEMO = _flag("DEMO")
DEBUG = _flag("DEBUG")


def _secret_key() -> str:
    """The key from the environment, else one made once and kept readable to its owner only."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    # Before allauth: our templates stand in for theirs.
    "twoshores.common",
    "twoshores.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_ox",
    "twoshores.taxonomy",
    "twoshores.actors",
    "twoshores.catalogue",
    "twoshores.projects",
    "twoshores.capacities",
    "twoshores.alliances",
    "twoshores.programmes",
    "twoshores.portal",
]

MIDDLEWARE = [
    "twoshores.common.region.ReaderRegionMiddleware",
    "twoshores.common.weight.PageWeightMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "twoshores.common.nul.NoNulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "twoshores.accounts.middleware.UserLanguageMiddleware",
    "twoshores.accounts.middleware.StewardSecondFactorMiddleware",
]

ROOT_URLCONF = "twoshores.config.urls"
WSGI_APPLICATION = "twoshores.config.wsgi.application"
ASGI_APPLICATION = "twoshores.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "twoshores.common.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "twoshores.common.templatetags.ui",
                "twoshores.common.templatetags.kept",
            ],
        },
    }
]
FORM_RENDERER = "twoshores.common.forms.Renderer"

# SQLite: without IMMEDIATE transactions concurrent writers lose work (measured, stack.md).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'twoshores.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Data of this size lie in memory: with the cost of a turning disk, whole tables are read to
    # find five rows. Compiling a query of ours takes longer than running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c random_page_cost=1.1 -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttling must count in one place for all worker processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache",
    }
}

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "OPTIONS": {
            # name -> {"task": dotted path, "cron": five fields, UTC}
            "SCHEDULES": {
                "skill-map": {  # the first run of a day counts, the others find it counted
                    "task": "twoshores.capacities.tasks.freeze_skill_map",
                    "cron": "2 * * * *",
                },
                "introductions-expire": {
                    "task": "twoshores.actors.tasks.expire_introductions",
                    "cron": "10 * * * *",
                },
                "introductions-remind": {
                    "task": "twoshores.actors.tasks.remind_introductions",
                    "cron": "20 7 * * *",
                },
                "agreements-remind": {
                    "task": "twoshores.alliances.tasks.remind_agreements",
                    "cron": "35 7 * * *",
                },
                "report-duties-remind": {
                    "task": "twoshores.programmes.tasks.remind_duties",
                    "cron": "40 7 * * *",
                },
                "letters-again": {  # those that a mail server did not take
                    "task": "twoshores.programmes.tasks.mail_waiting_letters",
                    "cron": "3-59/15 * * * *",
                },
                "network-measure": {  # finds out by itself that nothing changed
                    "task": "twoshores.alliances.tasks.measure_network",
                    "cron": "*/10 * * * *",
                },
                "words-read": {  # of needs of partners and of organisations
                    "task": "twoshores.alliances.tasks.read_words",
                    "cron": "5-59/10 * * * *",
                },
                "digest-weekly": {
                    "task": "twoshores.capacities.tasks.send_weekly_digest",
                    "cron": "30 6 * * 1",
                },
                "match-index": {
                    "task": "twoshores.capacities.tasks.rebuild_match_index",
                    "cron": "*/15 * * * *",
                },
                "offers-link": {
                    "task": "twoshores.capacities.tasks.link_pending_offers",
                    "cron": "*/10 * * * *",
                },
                "imports-forget": {
                    "task": "twoshores.capacities.tasks.forget_imports",
                    "cron": "15 * * * *",
                },
                "profiles-stale": {
                    "task": "twoshores.capacities.tasks.ask_stale_profiles",
                    "cron": "40 6 * * *",
                },
                "drafts-expire": {
                    "task": "twoshores.common.tasks.expire_drafts",
                    "cron": "50 3 * * *",
                },
                "consents-expire": {
                    "task": "twoshores.actors.tasks.expire_consents",
                    "cron": "5 * * * *",
                },
            },
        },
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "twoshores.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Ours, beside allauth's: mails that anybody can ask for by typing an address. Many people may
# share one line (an association's evening), one address asks rarely.
ACCOUNT_RATE_LIMITS = {"person_mail": "60/h/ip,5/h/key"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail takes its time over a slow line
ACCOUNT_FORMS = {"login": "twoshores.accounts.forms.LoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Behind a proxy every request comes from its address; without this, throttling would count
# all readers as one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(_flag("BEHIND_PROXY"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Browsers treat localhost as secure; on http elsewhere security keys do not work anyway.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# A form field never needs more; files are read by common.tables under their own limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
UPLOAD_MAX_BYTES = 10_000_000


def _mailer() -> dict[str, object]:
    """EMAIL_URL is smtp://user:password@host:587 (smtps:// for TLS from the first byte)."""
    url = os.environ.get("EMAIL_URL", "")
    if DEMO or not url:
        return {"BACKEND": "twoshores.common.outbox.OutboxBackend"}
    parts = urlsplit(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and bool(parts.username),
            "timeout": 20,
        },
    }


MAILERS = {"default": _mailer()}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Twoshores <twoshores@localhost>")

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 3600 * 24 * 30 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# No personal data in logs: requests are logged by route, never by query or body.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "twoshores.common.logs.RoutesOnly"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["routes"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"twoshores": {"level": "INFO"}},
}

# How the product behaves; see docs/operations.md.
ENCODER_THREADS = 1
OPEN_INTRODUCTIONS_LIMIT = 3
INTRODUCTION_DAYS = 14
CONSENT_MONTHS = 12
