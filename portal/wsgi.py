"""The web server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- Django is set up by the line above

from portal.turnstile import Turnstile  # noqa: E402

application = Turnstile(django_application, largest=settings.REQUEST_MAX_BYTES, largest_file=settings.UPLOAD_MAX_BYTES)
