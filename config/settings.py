"""Every setting, all from the environment. Production refuses to start without a secret key and allowed hosts."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from config.retention import RETENTION as RETENTION

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What kind of installation is this? ------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # sign-in by role and a page with outgoing mail; never where real people work
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
if DEBUG:
    SECRET_KEY = SECRET_KEY or "development-only"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost"]
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY in the environment to a long random text.")
# Keys of before: links and sessions made with them still work. Take them out when the last of these has run out.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS in the environment to the host names of this installation.")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Rooms -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "oversight",
    "certification",
    "actionplans",
    "assessments",
    "partnerships",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "guardian",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    "partnerships.doors.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "partnerships.doors.middleware.LimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partnerships.doors.second_factor.SecondFactorMiddleware",
    "partnerships.doors.middleware.PartnershipMiddleware",
    "partnerships.doors.kept_personal_data.KeptPersonalDataMiddleware",
    "partnerships.doors.trail.TrailMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnerships.context_processors.house",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Two processes (web and worker) share the file: write-ahead log, and a writer waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["ENGINE"] = "partnerships.tenancy.postgresql"  # tells the database which door was gone through
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
MEDIA_ROOT = DATA_DIR / "files"  # never served by address: only through a view that checks the right
SCHEME_DIRS: list[Path] = [Path(path) for path in env.list("SCHEME_DIRS", default=[])]

# --- Jobs ------------------------------------------------------------------------------------------------------------
FILTERS_EMPTY_CHOICE_LABEL = _("All")  # of django-filter, whose own is a row of dashes

CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Messages to the worker, and the cache with the counts of the limits. On one machine script/server starts a server of its
# own, which keeps nothing on disk: what is to be done stands in rows, and the clock finds it after a message was lost.
REDIS_URL = env.str("REDIS_URL", default=f"unix://{DATA_DIR / 'redis.sock'}")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A server that is started again is there within this second; who asks meanwhile waits instead of failing.
        "OPTIONS": {"retry": Retry(ExponentialBackoff(cap=0.25, base=0.02), 6)},
    }
}

# --- Who are you? ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "oversight:work"
ACCOUNT_ADAPTER = "partnerships.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up: every account starts with an invitation to that address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger cannot make us mail anybody
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {
    "login": "partnerships.forms.sign_in.SignInForm",
    "request_login_code": "partnerships.forms.sign_in.MailedCodeForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/300s/key",  # passwords, and codes of the second step: key is the account
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "organisation": "20/m/ip",
}
# The address of an account is that of its user and of nothing else: no second list of addresses is ever filled.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  a class
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account starts with an invitation to its address
MFA_ADAPTER = "partnerships.doors.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "partnerships.forms.passkey.PasskeyForm",
    "authenticate": "partnerships.forms.second_step.SecondStepForm",
    "reauthenticate": "partnerships.forms.second_step.SecondStepAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")  # a browser does so on its own machine only
MFA_TOTP_ISSUER = "Bondgenoot"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
SOCIALACCOUNT_ADAPTER = "partnerships.doors.sign_on.SignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter matches, by domain
SOCIALACCOUNT_STORE_TOKENS = False
KNOWN_BROWSER_DAYS = 365  # a sign-in from any other browser is told by mail
ANONYMOUS_USER_NAME = None  # guardian: no row for a visitor
GUARDIAN_RAISE_403 = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "partnerships.accounts.login_name"
AXES_CLIENT_IP_CALLABLE = "partnerships.doors.origin.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
INVITATION_DAYS = 14
SIGNING_DAYS = 60  # how long a signatory's link works
SIGNING_CODE_MINUTES = 15
SIGNING_REMIND_FIRST_DAYS = 5  # a partnership and a round may say otherwise
SIGNING_REMIND_EVERY_DAYS = 2
# The day of the weekly mail, by its English name. It leaves after half past six, in the time zone of the installation.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DIGEST_WEEKDAY = WEEKDAYS.index(env.str("DIGEST_WEEKDAY", default="monday").lower())  # 0 is Monday, as dates count
PROGRESS_LINK_DAYS = 42  # how long a link in a mail to report progress works; the next mail makes it longer
# What may be used without an account, at most so often in five minutes: per address of the sender, and per link. Forty
# people may sign at once behind one address (a ceremony), each with a link of their own. Signing in has its own limits.
RATE_LIMITS = {
    "signing": {"address": 2000, "token": 100},
    "table": {"address": 2000, "token": 1000},  # one device for a whole room
    "guest": {"address": 1000, "token": 60},
    "recognition": {"address": 1000, "token": 60},
    "invitation": {"address": 1000, "token": 60},
    "confirm": {"address": 1000, "token": 60},
    "progress": {"address": 1000, "token": 60},
    "digest": {"address": 1000, "token": 60},
    "kick_off": {"address": 1000, "token": 60},
    "pulse": {"address": 1000, "token": 60},
    "check": {"address": 60},
    "check_number": {"address": 120},
    "language": {"address": 300},
    "demo_login": {"address": 300},
}

# --- Mail ------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Bondgenoot <noreply@example.org>")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="bondgenoot@example.org")  # shown on the public pages
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    # No mail server named: every mail becomes a file, and the demonstration shows those files on a page.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

# Mails of one partnership in one day that begin something (invitations, requests to sign) for people without a role in
# it: a whole park fits, a list of strangers does not.
MAIL_OUTSIDERS_PER_DAY = env.int("MAIL_OUTSIDERS_PER_DAY", default=1000)

# --- Text messages ---------------------------------------------------------------------------------------------------
# What a signatory shows besides the link in their mail: "mail" or "text", or the path of a class of your own.
SIGNING_PROOF = env.str("SIGNING_PROOF", default="mail")
SMS_URL = env.str("SMS_URL", default="")  # the gateway gets a POST with SMS_BODY
SMS_AUTHORIZATION = env.str("SMS_AUTHORIZATION", default="")  # header of that name, whole
SMS_BODY = env.str("SMS_BODY", default='{"to": "{to}", "text": "{text}"}')  # JSON; {to} and {text} are filled in
SMS_TIMEOUT = env.int("SMS_TIMEOUT", default=10)  # seconds
SMS_COUNTRY = env.str("SMS_COUNTRY", default="+31")  # for numbers that begin with one 0

# --- Documents -------------------------------------------------------------------------------------------------------
SEAL_NAME = env.str("SEAL_NAME", default="Bondgenoot")
SEAL_PKCS12 = env.str("SEAL_PKCS12", default="")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", default="")
# Or a key that never leaves its device: library, name of the token, label of key and certificate, PIN.
SEAL_PKCS11_MODULE = env.str("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env.str("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_LABEL = env.str("SEAL_PKCS11_LABEL", default="")
SEAL_PKCS11_PIN = env.str("SEAL_PKCS11_PIN", default="")
# Who confirms the moment of a seal (RFC 3161), and which roots we believe: of that authority and of our certificate.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
TIMESTAMP_USER = env.str("TIMESTAMP_USER", default="")
TIMESTAMP_PASSWORD = env.str("TIMESTAMP_PASSWORD", default="")
TIMESTAMP_TIMEOUT = env.int("TIMESTAMP_TIMEOUT", default=10)  # seconds
TIMESTAMP_REQUIRED = env.bool("TIMESTAMP_REQUIRED", default=False)  # rather no document than one without
SEAL_TRUST = env.str("SEAL_TRUST", default="")  # file with certificates, PEM
SEAL_LEVEL = env.str("SEAL_LEVEL", default="") or ("B-T" if TIMESTAMP_URL else "B-B")
if SEAL_LEVEL not in {"B-B", "B-T", "B-LT", "B-LTA"}:
    raise ImproperlyConfigured("Set SEAL_LEVEL to B-B, B-T, B-LT or B-LTA, or leave it out.")
SEAL_TRIES = 12  # with growing pauses about half a day; then a document is sealed without timestamp and says so
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
SENDFILE = env.str("SENDFILE", default="")  # "nginx" or "apache": the proxy sends files after our check
if SENDFILE not in {"", "nginx", "apache"}:
    raise ImproperlyConfigured("Set SENDFILE to nginx or apache, or leave it out.")

# --- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Front end -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "build" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "config.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_BACKEND", default="whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# --- Shell -----------------------------------------------------------------------------------------------------------
HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
# Behind https a browser takes a cookie with this prefix from this host alone, never from a neighbouring one.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "partnerships.doors.cookies.MessageStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True  # forms carry their own proof
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"  # links in mails come from elsewhere
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No page uses the device: not its camera, not where it is. A page that will needs its line here.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
        "screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
    )
)  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
TILE_URL = env.str("TILE_URL", default="")  # background map; empty draws on a plain grid
# Everything from this host alone, and no script or style in a page. Pictures in style sheets are written as data:.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:", *env.list("TILE_HOSTS", default=[])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.BlankingFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
