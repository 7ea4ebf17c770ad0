"""Where files are kept: a folder (STORAGE_URL=file:///srv/portal) or an S3-compatible store
(STORAGE_URL=s3://ACCESS:SECRET@host:port/bucket)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def storages_from_url(url: str) -> dict[str, dict[str, Any]]:
    """Storage settings for open media and sealed files, each under its own prefix."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return {
            "default": _folder(f"{parts.path}/media", "/media/"),
            "sealed": _folder(f"{parts.path}/sealed", None),
        }
    if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password and parts.path.strip("/")):
        raise ImproperlyConfigured("STORAGE_URL must read s3://ACCESS:SECRET@host/bucket or file:///folder.")
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        "bucket_name": parts.path.strip("/"),
        "file_overwrite": False,
        "default_acl": None,
    }
    return {
        name: {"BACKEND": backend, "OPTIONS": {**options, "location": prefix}}
        for name, prefix, backend in (
            ("default", "media", "portal.publicstore.PublicStore"),
            ("sealed", "sealed", "storages.backends.s3.S3Storage"),
        )
    }


def _folder(location: str, base_url: str | None) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": location, "base_url": base_url, "file_permissions_mode": 0o600},
    }
