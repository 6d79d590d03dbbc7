"""SM2 signatures (GB/T 32918.2-2016, curve of GB/T 32918.5-2017) over SM3 digests, for the suite "sm-1".

Why our own: `cryptography` has SM3 but no SM2, and the package that is at hand for it strips the leading digits of some
public keys and takes its random numbers from no safe source. This is plain integer arithmetic: right, but not
constant-time. It lets the formats and the interface be ready; a bank that must use national algorithms puts a certified
module (UKey, cipher machine) behind the same interface (security.md 1.3).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
IDENTITY = b"1234567812345678"
"""The signer's identity where nobody agreed on another (GM/T 0009-2012)."""

PUBLIC_BYTES = 33
_SIZE = 32

Hash = Callable[[bytes], bytes]
_Point = tuple[int, int]
_Jacobian = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)


def private_of(seed: bytes | bytearray) -> int:
    """The private key in 32 random bytes: 1 to n - 2."""
    return 1 + int.from_bytes(seed, "big") % (N - 2)


def public_of(private: int) -> bytes:
    """The public key of `private`, compressed to 33 bytes."""
    x, y = _affine(_times(private, G))
    return bytes([2 + (y & 1)]) + x.to_bytes(_SIZE, "big")


def sign(private: int, message: bytes, hash_: Hash, *, ephemeral: int | None = None) -> bytes:
    """r and s over `message`, 32 bytes each. `ephemeral` is for the standard's own examples only."""
    e = _digest(public_of(private), message, hash_)
    while True:
        k = ephemeral if ephemeral is not None else 1 + secrets.randbelow(N - 1)
        r = (e + _affine(_times(k, G))[0]) % N
        if r == 0 or r + k == N:
            continue
        s = pow(1 + private, -1, N) * (k - r * private) % N
        if s:
            return r.to_bytes(_SIZE, "big") + s.to_bytes(_SIZE, "big")


def verify(public: bytes, message: bytes, signature: bytes, hash_: Hash) -> bool:
    """Whether `signature` over `message` is by the holder of `public`. False for malformed input too."""
    point = _opened(public)
    if point is None or len(signature) != 2 * _SIZE:
        return False
    r, s = int.from_bytes(signature[:_SIZE], "big"), int.from_bytes(signature[_SIZE:], "big")
    if not (0 < r < N and 0 < s < N) or (t := (r + s) % N) == 0:
        return False
    total = _add(_times(s, G), _times(t, point))
    if total[2] == 0:
        return False
    return (_digest(public, message, hash_) + _affine(total)[0]) % N == r


def _digest(public: bytes, message: bytes, hash_: Hash) -> int:
    """The number that is signed: SM3 over the signer's identity and key (Z) and the message (GB/T 32918.2, 5.5)."""
    point = _opened(public)
    if point is None:
        raise ValueError("not a point of the curve")
    numbers = b"".join(number.to_bytes(_SIZE, "big") for number in (A, B, *G, *point))
    who = hash_((8 * len(IDENTITY)).to_bytes(2, "big") + IDENTITY + numbers)
    return int.from_bytes(hash_(who + message), "big")


def _opened(public: bytes) -> _Point | None:
    """The point that a compressed key stands for, None when there is none."""
    if len(public) != PUBLIC_BYTES or public[0] not in (2, 3):
        return None
    x = int.from_bytes(public[1:], "big")
    if x >= P:
        return None
    square = (x * x * x + A * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    if y * y % P != square:
        return None
    return (x, y if y & 1 == public[0] & 1 else P - y)


def _times(number: int, point: _Point) -> _Jacobian:
    """Double and add on both halves of a ladder: as many steps for every number of its length."""
    low: _Jacobian = _INFINITY
    high: _Jacobian = (*point, 1)
    for place in range(N.bit_length() - 1, -1, -1):
        if number >> place & 1:
            low, high = _add(low, high), _double(high)
        else:
            low, high = _double(low), _add(low, high)
    return low


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if z == 0 or y == 0:
        return _INFINITY
    yy = y * y % P
    zz = z * z % P
    s = 4 * x * yy % P
    m = 3 * (x - zz) * (x + zz) % P  # because a = -3
    x2 = (m * m - 2 * s) % P
    return x2, (m * (s - x2) - 8 * yy * yy) % P, 2 * y * z % P


def _add(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    x1, y1, z1 = one
    x2, y2, z2 = other
    if z1 == 0:
        return other
    if z2 == 0:
        return one
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    if u1 == u2:
        return _double(one) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % P, (s2 - s1) % P
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P


def _affine(point: _Jacobian) -> _Point:
    x, y, z = point
    inverse = pow(z, -1, P)
    square = inverse * inverse % P
    return x * square % P, y * square * inverse % P
