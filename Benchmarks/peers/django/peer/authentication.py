"""DRF's token authentication with the server's tokens, which are kept as SHA-256 and run out."""

import hashlib

from django.utils import timezone
from rest_framework import authentication, exceptions

from .models import Token


class HashedTokenAuthentication(authentication.TokenAuthentication):
    model = Token

    def authenticate_credentials(self, key):
        token_hash = hashlib.sha256(key.encode()).digest()
        try:
            token = Token.objects.select_related("user").get(
                token_hash=token_hash, expires_at__gt=timezone.now(), user__is_active=True
            )
        except Token.DoesNotExist:
            raise exceptions.AuthenticationFailed("Invalid token.") from None
        return token.user, token
