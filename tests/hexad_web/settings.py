"""The product's settings, with the few that tests need otherwise."""

import os
import tempfile

os.environ.setdefault("HEXAD_DATA_DIR", tempfile.mkdtemp(prefix="hexad-test-"))
os.environ.setdefault("HEXAD_DEBUG", "1")

from hexad_web.config.settings import *  # noqa: F403  # the environment has to be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
