"""Django as its deployment checklist and its performance page advise: no DEBUG, persistent connections, no more
middleware than an API behind nginx needs, JSON only."""

import os

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "peer.urls"
WSGI_APPLICATION = "peer.wsgi.application"
INSTALLED_APPS = ["django.contrib.contenttypes", "rest_framework", "peer"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "interviews",
        "USER": os.environ["DATABASE_USER"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "unix_socket": os.environ["DATABASE_SOCKET"],
            "charset": "utf8mb4",
            "isolation_level": "read committed",
        },
    }
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.environ["MAIL_TEMPLATES"]],
    }
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["peer.authentication.HashedTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_DIR = os.environ["MEDIA_DIR"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20
BACKEND_URL = os.environ["BACKEND_URL"]
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
