"""An OIDC issuer with a key of its own, in plain Python: enough for tokens that the service accepts."""

import base64
import hashlib
import json
import math
import secrets
import time

BITS = 2048
EXPONENT = 65537
# The DER prefix of a SHA-256 digest in PKCS #1 signatures (RFC 8017, section 9.2).
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, math.isqrt(n) + 1, 2))]


class SigningKey:
    """An RSA key. It protects nothing: it lives as long as the attack."""

    def __init__(self):
        p, q = _prime(BITS // 2), _prime(BITS // 2)
        self.modulus = p * q
        self._private = pow(EXPONENT, -1, (p - 1) * (q - 1))

    def public(self, key_id):
        return {"kty": "RSA", "kid": key_id, "use": "sig", "alg": "RS256",
                "n": _base64url(_bytes(self.modulus)), "e": _base64url(_bytes(EXPONENT))}

    def token(self, issuer, key_id, role):
        now = int(time.time())
        text = ".".join(_base64url(json.dumps(part).encode()) for part in (
            {"alg": "RS256", "kid": key_id, "typ": "JWT"},
            {"iss": issuer, "sub": role, "preferred_username": role, "aud": "duo-config", "groups": [role],
             "iat": now, "exp": now + 600}))
        digest = SHA256_PREFIX + hashlib.sha256(text.encode()).digest()
        padded = b"\x00\x01" + b"\xff" * (BITS // 8 - 3 - len(digest)) + b"\x00" + digest
        signature = pow(int.from_bytes(padded, "big"), self._private, self.modulus)
        return text + "." + _base64url(signature.to_bytes(BITS // 8, "big"))


def _prime(bits):
    while True:
        # The two highest bits are set, so that the product of two primes has its full length.
        number = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if all(number % prime for prime in SMALL_PRIMES) and pow(2, number - 1, number) == 1:
            return number


def _bytes(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
