"""The backend that the settings choose: evaluators of this machine, or the endpoint of GENFILM_ENGINE."""

from __future__ import annotations

from urllib.parse import urlsplit

from genfilm.dataset.builds import Build
from genfilm.engine.backend import Backend
from genfilm.engine.pool import EvaluatorPool
from genfilm.errors import SettingsError
from genfilm.settings import Settings


def backend_of(build: Build, settings: Settings) -> Backend:
    """A backend over ``build``, to be closed; raises SettingsError when the settings do not fit."""
    if not settings.engine:
        return EvaluatorPool.of(build.directory, settings)
    check_engine(settings)
    from genfilm.engine.remote_backend import RemoteBackend

    return RemoteBackend.of(build.id, build.prefixes, settings)


def check_engine(settings: Settings) -> None:
    """Raise SettingsError when GENFILM_ENGINE cannot be used as it is."""
    if not settings.engine:
        return
    parts = urlsplit(settings.engine)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"GENFILM_ENGINE={settings.engine!r} is no address: write it as http://host:3030/genfilm/sparql"
        )
    if settings.federation:
        raise SettingsError(
            "GENFILM_FEDERATION needs evaluators of this service: leave it or GENFILM_ENGINE empty"
        )
