"""Keyed digests: to know a secret again without keeping it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# No 0 O 1 I L: people read these from paper.
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def keyed_digest(purpose: str, secret: str) -> str:
    """Return the digest of a secret for one purpose; useless without the server's key."""
    return salted_hmac(
        f"bridgehead.{purpose}", secret, secret=settings.DIGEST_KEY or settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def readable_code(length: int = 8) -> str:
    """Return a random code of signs that cannot be taken for one another."""
    return "".join(secrets.choice(READABLE) for _ in range(length))
