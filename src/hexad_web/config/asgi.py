import os
from typing import cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hexad_web.config.settings")

django = get_asgi_application()

from hexad_web.sessions.streaming import Application, Streams  # noqa: E402  # models have to be loaded first

application = Streams(cast("Application", django))
