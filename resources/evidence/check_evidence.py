#!/usr/bin/env python3
"""Check an evidence package of 接诉台 Jiesu. One file, the standard library of Python 3.9 or later, no database.

    python check_evidence.py PACKAGE.zip [--key HEX]

--key is headquarters' public key (64 hex digits, 66 for SM2), got from headquarters and not from whoever gave the
package. So is this program, where somebody has an interest: the copy in a package is as good as who gave the package.
Exit status: 0 proven, in part perhaps by the branch alone (it says which part); 1 something does not hold (the first
such thing is named); 2 wrong use; 3 it holds together, but nothing in it was held against headquarters, so that whoever
made it may have made it up.
What is proven: every entry of the case has the bytes that it was written with; it stands in its device's log, each
entry naming the hash of the one before, up to a receipt that headquarters signed or to a head that the device signed;
decisions are signed by the acting person's own key; papers and files are the ones that the entries name.
What is not: that nothing was written after the last entry here, what headquarters ruled on an entry after its receipt,
in which order it placed them, and the summaries. They are the word of whoever made the package; headquarters has them.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import struct
import sys
import zlib

MAX_FILE = 1 << 30
MAX_ENVELOPE, MAX_BODY, MAX_DEPTH, MAX_SIGNATURES = 4096, 1 << 20, 16, 4000
INTERNATIONAL, NATIONAL = "intl-1", "sm-1"
"""Crypto suites: SHA-256 with Ed25519 (public keys of 32 bytes), SM3 with SM2 (compressed points of 33 bytes)."""
SIGNED = frozenset(
    (
        "extension_decided",
        "decision_recorded",
        "case_closed",
        "approval_delegated",
        "supervision_ordered",
        "settlement_agreed",
        "void_decided",
        "review_decided",
        "case_reopened",
        "hold_placed",
        "hold_lifted",
    )
)
"""Kinds of entries that carry authority: without the person's signature they are worth nothing."""
NAMES = re.compile(
    r"(?:entries|logs|receipts|directory)\.cbor|summary\.[a-z]{2}\.html|check_evidence\.py"
    r"|papers/[0-9a-f]{64}\.pdf|attachments/[0-9a-f]{64}\.bin"
)
"""Every name that a file in a package can have: no other file comes along, and none beside a paper under its number."""
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00")


class NotProvenError(Exception):
    """The first thing that does not hold, in Chinese and English."""

    def __init__(self, zh, en):
        super().__init__(en)
        self.zh, self.en = zh, en


def need(condition, zh, en):
    if not condition:
        raise NotProvenError(zh, en)


# -- Ed25519, RFC 8032 section 5.1.7 and 6 -------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(k, point):
    total = (0, 1, 1, 0)
    while k:
        if k & 1:
            total = _add(total, point)
        point = _add(point, point)
        k >>= 1
    return total


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point(b"\x58" + b"\x66" * 31)


def ed25519_verify(key, message, signature):
    """Whether `signature` (64 bytes) over `message` is by the holder of `key` (32 bytes)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = _multiply(s, BASE), _add(r, _multiply(k, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# -- SM3, GB/T 32905-2016, and SM2 signatures, GB/T 32918.2-2016 over the curve of GB/T 32918.5-2017 -------------------

SM3_START = "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"
WORD = 0xFFFFFFFF


def sm3(data):
    """The SM3 digest of `data`; by the library that Python stands on where that knows it, which is faster."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_by_hand(data)


def sm3_by_hand(data):
    state = struct.unpack(">8I", bytes.fromhex(SM3_START))
    data += b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    for at in range(0, len(data), 64):
        after = _sm3_block(state, struct.unpack_from(">16I", data, at))
        state = [state[place] ^ after[place] for place in range(8)]
    return struct.pack(">8I", *state)


def _sm3_block(state, words):
    w = list(words)
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turned(w[j - 3], 15)
        w.append(x ^ _turned(x, 15) ^ _turned(x, 23) ^ _turned(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        if j < 16:
            constant, ff, gg = 0x79CC4519, a ^ b ^ c, e ^ f ^ g
        else:
            constant, ff, gg = 0x7A879D8A, a & b | a & c | b & c, e & f | ~e & g
        ss = _turned(_turned(a, 12) + e + _turned(constant, j % 32) & WORD, 7)
        one = ff + d + (ss ^ _turned(a, 12)) + (w[j] ^ w[j + 4]) & WORD
        two = gg + h + ss + w[j] & WORD
        a, b, c, d = one, a, _turned(b, 9), c
        e, f, g, h = two ^ _turned(two, 9) ^ _turned(two, 17), e, _turned(f, 19), g
    return a, b, c, d, e, f, g, h


def _turned(word, by):
    return (word << by | word >> 32 - by) & WORD


SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A, SM2_B = SM2_P - 3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_BASE = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SM2_IDENTITY = b"1234567812345678"


def _sm2_add(one, other):
    """The sum of two points, None for the one at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 != x2:
        slope = (y2 - y1) * pow(x2 - x1, -1, SM2_P)
    elif (y1 + y2) % SM2_P:
        slope = (3 * x1 * x1 + SM2_A) * pow(2 * y1, -1, SM2_P)
    else:
        return None
    x = (slope * slope - x1 - x2) % SM2_P
    return x, (slope * (x1 - x) - y1) % SM2_P


def _sm2_point(data):
    x = int.from_bytes(data[1:], "big")
    if len(data) != 33 or data[0] not in (2, 3) or x >= SM2_P:
        return None
    square = (x * x * x + SM2_A * x + SM2_B) % SM2_P
    y = pow(square, (SM2_P + 1) // 4, SM2_P)
    if y * y % SM2_P != square:
        return None
    return x, y if y & 1 == data[0] & 1 else SM2_P - y


def sm2_verify(key, message, signature):
    """Whether `signature` (64 bytes) over `message` is by the holder of `key` (33 bytes)."""
    point, r, s = _sm2_point(key), int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if point is None or len(signature) != 64 or not (0 < r < SM2_N and 0 < s < SM2_N) or (r + s) % SM2_N == 0:
        return False
    numbers = b"".join(number.to_bytes(32, "big") for number in (SM2_A, SM2_B, *SM2_BASE, *point))
    who = sm3(struct.pack(">H", 8 * len(SM2_IDENTITY)) + SM2_IDENTITY + numbers)
    t, total = (r + s) % SM2_N, None
    steps = (None, SM2_BASE, point, _sm2_add(SM2_BASE, point))
    for place in range(255, -1, -1):
        total = _sm2_add(_sm2_add(total, total), steps[(s >> place & 1) + 2 * (t >> place & 1)])
    return total is not None and (int.from_bytes(sm3(who + message), "big") + total[0]) % SM2_N == r


# -- which suite -------------------------------------------------------------------------------------------------------


def suite_of_key(key):
    """The suite that a public key belongs to, by its length."""
    return NATIONAL if len(key) == 33 else INTERNATIONAL


def suite_of_envelope(raw):
    """The suite by which an envelope is hashed: the one that its bytes say."""
    return NATIONAL if b"esuited" + NATIONAL.encode() in raw else INTERNATIONAL


def digest_by(suite, data):
    return sm3(data) if suite == NATIONAL else hashlib.sha256(data).digest()


def is_signature(key, digest, signature):
    """Whether `signature` over `digest` is by the holder of `key`, by that key's suite."""
    return (sm2_verify if suite_of_key(key) == NATIONAL else ed25519_verify)(key, digest, signature)


# -- CBOR in its one canonical form, RFC 8949 section 4.2 -----------------------------------------------------------


class Reader:
    """Reads one value: int, bytes, str, list, dict with str keys, bool, None; anything else is refused."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        end = self.at + count
        if end > len(self.data):
            raise ValueError("cut short")
        piece, self.at = self.data[self.at : end], end
        return piece

    def value(self, depth=MAX_DEPTH):
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if major == 7:
            if low not in (20, 21, 22):
                raise ValueError("simple value")
            return {20: False, 21: True, 22: None}[low]
        number = low
        if low >= 24:
            if low > 27:
                raise ValueError("length")
            number = int.from_bytes(self.take(1 << (low - 24)), "big")
            if number < (24, 1 << 8, 1 << 16, 1 << 32)[low - 24]:
                raise ValueError("not the shortest form")
        if major < 2:
            return -1 - number if major else number
        if major == 2:
            return self.take(number)
        if major == 3:
            return self.take(number).decode("utf-8")
        if major == 6 or depth == 0 or number > len(self.data) - self.at:
            raise ValueError("tag, depth or count")
        if major == 4:
            return [self.value(depth - 1) for _ in range(number)]
        return self.mapping(number, depth)

    def mapping(self, count, depth):
        found, before = {}, None
        for _ in range(count):
            key = self.value(0)
            if not isinstance(key, str):
                raise ValueError("key")
            order = (len(key.encode()), key.encode())
            if before is not None and order <= before:
                raise ValueError("order of keys")
            before = order
            found[key] = self.value(depth - 1)
        return found


def read_cbor(data):
    """The value in `data`. Raises: ValueError."""
    reader = Reader(data)
    value = reader.value()
    if reader.at != len(data):
        raise ValueError("bytes left over")
    return value


def write_cbor(value):
    """The bytes of a list of str, bytes and int, as they are signed."""
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(write_cbor, value))
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    return _head(0, value) if value >= 0 else _head(1, -1 - value)


def _head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    size = 0 if number < 1 << 8 else 1 if number < 1 << 16 else 2 if number < 1 << 32 else 3
    return bytes([major << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def signed_digest(suite, domain, *parts):
    """What is signed: a digest over the domain and the parts, so that nothing can be taken for something else."""
    return digest_by(suite, domain + write_cbor([suite, *parts]))


# -- the container: a zip with nothing packed, in its one form --------------------------------------------------------


def unzip(data):
    """The files by name, in order. Nothing is inflated; any other form of the same files is refused."""
    files, at = {}, 0
    while data[at : at + 4] == b"PK\3\4":
        need(at + 30 <= len(data), "包不完整。", "The package is cut short.")
        size, length = struct.unpack_from("<I", data, at + 22)[0], struct.unpack_from("<H", data, at + 26)[0]
        name, start = data[at + 30 : at + 30 + length].decode("utf-8"), at + 30 + length
        need(start + size <= len(data), "包不完整。", "The package is cut short.")
        need(name not in files, "包内有重名文件。", "The package holds a file twice.")
        files[name], at = data[start : start + size], start + size
    need(
        files and zip_of(files) == data,
        "不是本程序生成的证据包，或被改动过。",
        "Not a package as made, or it was changed.",
    )
    return files


def zip_of(files):
    """The one zip of these files: stored, without times."""
    parts, listed, at = [], [], 0
    for name, content in files.items():
        raw, crc = name.encode(), zlib.crc32(content)
        common = struct.pack("<HHHHIIIHH", 0x0800, 0, 0, 0x21, crc, len(content), len(content), len(raw), 0)
        parts += [b"PK\3\4" + struct.pack("<H", 20) + common, raw, content]
        listed.append(b"PK\1\2" + struct.pack("<HH", 20, 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + raw)
        at += 30 + len(raw) + len(content)
    table = b"".join(listed)
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(table), at, 0)
    return b"".join(parts) + table + b"PK\5\6" + end


# -- the package -----------------------------------------------------------------------------------------------------

KEYS = (
    *("v", "tz", "dev", "hlc", "seq", "sig", "base", "body", "boot", "case", "kind", "kver", "prev", "wall"),
    *("actor", "epoch", "suite", "branch", "refver", "signer", "session"),
)


class Checker:
    """One package. `said` collects what was proven, as pairs of Chinese and English."""

    def __init__(self, data, hub_key=None):
        self.said, self.signatures = [], 0
        self.files = unzip(data)
        raw = self.files.get("manifest.json", b"")
        self.manifest = json.loads(raw.decode("utf-8"))
        written = json.dumps(self.manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
        need(written == raw, "目录文件不是原样。", "The manifest is not in its one form.")
        known = self.manifest["format"] == "jiesu-evidence" and self.manifest["version"] == 1
        need(known, "证据包版本本程序不认识。", "This program does not know the package's version.")
        known = self.manifest["suite"] in (INTERNATIONAL, NATIONAL)
        need(known, "密码套件本程序不认识。", "This program does not know the crypto suite.")
        self.is_own_key = hub_key is not None
        self.receipts, self.alone = 0, 0  # pieces of logs up to a receipt; what rests on the branch's word alone
        self.kept_back = 0  # entries whose content is not here
        self.rejected = set()  # places of entries that headquarters did not accept, as its receipts say
        self.hub_key = hub_key or bytes.fromhex(self.manifest["headquarters"])
        self.people = {}
        for person in self.manifest["people"]:
            for key in person["keys"]:
                self.people[bytes.fromhex(key["key_id"])] = (person["staff_no"], bytes.fromhex(key["key"]))

    def say(self, zh, en):
        self.said.append((zh, en))

    def verify(self, key, digest, signature):
        self.signatures += 1
        need(self.signatures <= MAX_SIGNATURES, "签名过多，不予核验。", "More signatures than this program checks.")
        return is_signature(key, digest, signature)

    def run(self):
        """Everything in order. Raises: NotProvenError."""
        self.check_files()
        self.check_seal()
        envelopes = self.check_logs()
        entries = self.check_entries(envelopes)
        vouched = self.check_directory()
        self.check_people(entries, vouched)
        self.check_named_files(entries)

    def check_files(self):
        listed = {row["name"]: row for row in self.manifest["files"]}
        need(
            list(self.files) == ["manifest.json", "seal.cbor", *listed],
            "包内文件与目录不一致。",
            "The files are not those of the manifest.",
        )
        for name, row in listed.items():
            need(NAMES.fullmatch(name), f"证据包中不应有此文件：{name}", f"No package holds such a file: {name}")
            content = self.files[name]
            is_same = len(content) == row["size"] and hashlib.sha256(content).hexdigest() == row["sha256"]
            need(is_same, f"文件被改动：{name}", f"This file was changed: {name}")

    def check_seal(self):
        """Device and person who made the package signed the manifest, which names every file by its hash."""
        seal = read_cbor(self.files["seal.cbor"])
        parts = (b"jiesu-evidence-v1", hashlib.sha256(self.files["manifest.json"]).digest())
        need(list(seal) == ["device", "key_id", "person"], "封签无法读取。", "The seal can't be read.")
        device = bytes.fromhex(self.manifest["device"]["key"])
        suite = suite_of_key(device)
        need(suite == self.manifest["suite"], "密码套件与设备公钥不符。", "The suite is not that of the device's key.")
        is_good = self.verify(device, signed_digest(suite, *parts), seal["device"])
        need(is_good, "网点设备的封签不对。", "The device's seal is wrong.")
        owner, key = self.people.get(seal["key_id"], ("", b""))
        maker = self.manifest["made_by"]
        is_good = self.verify(key, signed_digest(suite_of_key(key), *parts), seal["person"])
        is_good = is_good and owner == maker["staff_no"]
        need(is_good, "制作人的封签不对。", "The seal of the person who made it is wrong.")
        made_at, case_no = self.manifest["made_at"], self.manifest["case"]["no"]
        need(TIME.fullmatch(made_at), "制作时间无法读取。", "The time when it was made can't be read.")
        self.say(
            f"证据包由 {maker['staff_no']} 于 {made_at} 制作，案件 {case_no}，封签完好。",
            f"Made by {maker['staff_no']} at {made_at}, case {case_no}; the seal is good.",
        )

    def check_logs(self):
        """Every piece of a log: hashes, links, and what its end rests on. Returns envelopes by their place."""
        found = {}
        receipts = read_cbor(self.files["receipts.cbor"])
        for device, epoch, first, envelopes, end in read_cbor(self.files["logs.cbor"]):
            need(envelopes, "日志段为空。", "A piece of a log is empty.")
            before, seq = None, first
            for raw in envelopes:
                place = f"{device.hex()}.{epoch}.{seq}"
                envelope = read_envelope(raw, place)
                is_ours = envelope["branch"] == self.manifest["branch"]
                need(is_ours, f"条目属于另一网点：{place}", f"An entry is of another branch: {place}")
                need(
                    (envelope["dev"], envelope["epoch"], envelope["seq"]) == (device, epoch, seq),
                    f"日志位置不符：{place}",
                    f"An entry stands at the wrong place: {place}",
                )
                need(before in (None, envelope["prev"]), f"日志链断开：{place}", f"The chain is broken at {place}")
                need((device, epoch, seq) not in found, f"条目重复：{place}", f"An entry stands twice: {place}")
                found[device, epoch, seq] = envelope
                before, seq = digest_by(suite_of_envelope(raw), b"jiesu-entry-v1" + raw), seq + 1
            self.check_end(device, epoch, seq - 1, before, len(envelopes), end, receipts)
        return found

    def check_end(self, device, epoch, seq, head, count, end, receipts):
        place = f"{device.hex()}.{epoch}.{seq}"
        self.alone += end is None or isinstance(end, bytes)
        if end is None:
            self.say(
                f"其他设备的条目 {count} 条至 {place}：内容与签名可核，所在日志不在包内，请向总行核对。",
                f"{count} entries of another device up to {place}: content and signatures are checked; "
                "the rest of that log is not in the package, ask headquarters.",
            )
        elif isinstance(end, bytes):
            key = bytes.fromhex(self.manifest["device"]["key"])
            digest = signed_digest(suite_of_key(key), b"jiesu-head-v1", device, epoch, seq, head)
            is_good = device.hex() == self.manifest["device"]["id"] and self.verify(key, digest, end)
            need(
                is_good,
                f"设备对日志末端的签名不对：{place}",
                f"The device's signature of its log's end is wrong: {place}",
            )
            self.say(
                f"日志连续 {count} 条至 {place}，末端由设备签名，总行尚未回执。",
                f"{count} entries in a row up to {place}, whose end the device signed; no receipt of headquarters yet.",
            )
        else:
            self.check_receipt(place, (device, epoch, seq, head), count, receipts[end])

    def check_receipt(self, place, at, count, receipt):
        body, signature = receipt
        digest = hashlib.sha256(b"jiesu-receipt-v1" + body).digest()
        is_good = self.verify(self.hub_key, digest, signature)
        need(is_good, f"总行回执签名不对：{place}", f"Headquarters' signature of the receipt is wrong: {place}")
        said = read_cbor(body)
        is_same = (said["msg"], said["dev"], said["epoch"], *said["head"]) == ("receipt", *at)
        need(is_same, f"总行回执与日志不符：{place}", f"Headquarters' receipt is for other entries: {place}")
        self.receipts += 1
        self.rejected |= {tuple(word[:3]) for word in said["judgements"] if word[3] == "rejected"}
        self.say(
            f"日志连续 {count} 条至 {place}，总行于 {utc(said['at'])} 签收（回执至第 {at[2]} 条）。",
            f"{count} entries in a row to {place}, receipted by headquarters up to no. {at[2]} at {utc(said['at'])}.",
        )

    def check_entries(self, envelopes):
        """Bodies fit envelopes, and no entry of the case that the logs name is left out."""
        case = bytes.fromhex(self.manifest["case"]["id"].replace("-", ""))
        rows_of_case, rows_of_book = read_cbor(self.files["entries.cbor"])
        entries, order, rejected = {}, [], 0
        for rows, owner in ((rows_of_case, case), (rows_of_book, bytes(16))):
            for device, epoch, seq, body, feed_seq, verdict, _code in rows:
                place = f"{device.hex()}.{epoch}.{seq}"
                envelope = envelopes.get((device, epoch, seq))
                need(envelope is not None, f"条目不在日志中：{place}", f"An entry is in no log: {place}")
                need(envelope["case"] == owner, f"条目属于另一案件：{place}", f"An entry is of another case: {place}")
                is_here = body is not None and len(body) <= MAX_BODY
                is_same = is_here and digest_by(envelope["suite"], body) == envelope["body"]
                need(is_same or body is None, f"条目内容被改动：{place}", f"An entry's content was changed: {place}")
                need((device, epoch, seq) not in entries, f"条目重复：{place}", f"An entry stands twice: {place}")
                entries[device, epoch, seq] = (envelope, read_cbor(body) if body is not None else {})
                self.kept_back += body is None
                rejected += verdict == "rejected" and (device, epoch, seq) not in self.rejected
                if owner == case:
                    order.append((2**62 if feed_seq is None else feed_seq, envelope["hlc"], device.hex(), epoch, seq))
        need(order and order == sorted(order), "条目次序不对。", "The entries are not in their order.")
        for place, envelope in envelopes.items():
            if envelope["case"] == case and place not in entries:
                name = f"{place[0].hex()}.{place[1]}.{place[2]}"
                raise NotProvenError(f"缺少本案条目：{name}", f"An entry of the case is missing: {name}")
        of_case = [envelope for envelope, _ in entries.values() if envelope["case"] == case]
        need(max(e["base"] for e in of_case) < len(of_case), "缺少本案条目。", "An entry of the case is missing.")
        numbers = [body.get("case_no") for e, body in entries.values() if e["kind"] == "case_registered"]
        need(self.manifest["case"]["no"] in numbers or not any(numbers), "案件编号不符。", "Another case number.")
        self.say(
            f"本案条目 {len(of_case)} 条、工作簿条目 {len(entries) - len(of_case)} 条，内容与日志一致。",
            f"{len(of_case)} entries of the case and {len(entries) - len(of_case)} of the desk's book are as written.",
        )
        if self.kept_back:
            self.say(
                f"其中 {self.kept_back} 条的内容不在包内，只能证明写有该条目。",
                f"The content of {self.kept_back} entries is not in the package; it is proven that they were written.",
            )
        if not any(numbers):
            self.say("包内无条目载明案件编号。", "No entry in the package says the case's number.")
        for device, epoch, seq in sorted(self.rejected & entries.keys()):
            place = f"{entries[device, epoch, seq][0]['kind']} {device.hex()}.{epoch}.{seq}"
            self.say(f"总行回执载明未采纳：{place}", f"Headquarters' receipt says that it rejected: {place}")
        self.say(
            f"据制作人所述，总行后来未采纳 {rejected} 条。此说、条目次序、其后有无条目及摘要均未核验，请向总行核对。",
            f"Who made it says that headquarters rejected {rejected} later on. That, their order, whether more was "
            "written since, and the summaries are not checked: ask headquarters.",
        )
        return entries

    def check_people(self, entries, vouched):
        """Acts that carry authority are signed by the acting person's own key."""
        signed, unknown = {}, 0
        known = {**self.people, **vouched}
        for (device, epoch, seq), (envelope, _) in entries.items():
            place, actor = f"{device.hex()}.{epoch}.{seq}", envelope["actor"]
            if envelope["sig"] is None:
                need(
                    envelope["kind"] not in SIGNED, f"应签未签：{place}", f"The person's signature is missing: {place}"
                )
                continue
            owner, key = known.get(envelope["signer"], (None, b""))
            self.alone += envelope["kind"] in SIGNED and envelope["signer"] not in vouched
            if owner is None:
                need(
                    envelope["kind"] not in SIGNED,
                    f"签名公钥不在包内，无从核验：{place}",
                    f"The key of this person's signature is not in the package: {place}",
                )
                unknown += 1
                continue
            parts = [envelope[name] for name in ("branch", "case", "kind", "kver", "base", "actor", "wall", "body")]
            digest = signed_digest(envelope["suite"], b"jiesu-act-v1", *parts)
            is_his = owner == actor and suite_of_key(key) == envelope["suite"]
            is_good = is_his and self.verify(key, digest, envelope["sig"])
            need(is_good, f"个人签名不对：{place}", f"The person's signature is wrong: {place}")
            signed[actor] = signed.get(actor, 0) + 1
        who = ", ".join(f"{actor} × {count}" for actor, count in sorted(signed.items())) or "0"
        self.say(f"个人签名核验无误：{who}。", f"Signatures of people verified: {who}.")
        if unknown:
            self.say(
                f"另有 {unknown} 个签名的公钥不在包内，未核验。", f"{unknown} more signatures: key not in the package."
            )

    def check_directory(self):
        """Whose keys these are, by headquarters' own signed directory where there is one. Returns its keys."""
        if "directory.cbor" not in self.files:
            self.say("包内无总行签名的人员名录；公钥归属以网点为准。", "No staff directory signed by headquarters.")
            return {}
        directory = read_cbor(self.files["directory.cbor"])
        content = json.loads(directory["content"].decode("utf-8"))
        suite = suite_of_key(self.hub_key)
        parts = (content["branch"], content["number"], digest_by(suite, directory["content"]))
        digest = signed_digest(suite, b"jiesu-directory-v1", *parts)
        is_good = self.verify(self.hub_key, digest, directory["signature"])
        need(is_good, "人员名录的总行签名不对。", "Headquarters' signature of the staff directory is wrong.")
        is_ours = content["branch"] == self.manifest["branch"]
        need(is_ours, "人员名录属于另一网点。", "The staff directory is another branch's.")
        vouched = {}
        for person in content["people"] + content["officers"]:
            for key in person["keys"]:
                vouched[bytes.fromhex(key["key_id"])] = (person["staff_no"], base64.b64decode(key["public_key"]))
        others = set()
        for key_id, known in self.people.items():
            need(vouched.get(key_id, known) == known, "公钥归属与总行名录不符。", "A key is somebody else's.")
            if key_id not in vouched:
                others.add(known[0])
        count = sum(key_id in vouched for key_id in self.people)
        self.say(f"公钥 {count} 个由总行名录证实归属。", f"{count} keys are vouched for by headquarters' directory.")
        if others:
            who = ", ".join(sorted(others))
            self.say(
                f"总行名录未列公钥的人员：{who}。", f"With keys that headquarters' directory does not list: {who}."
            )
        return vouched

    def verdict(self):
        """The exit status and what it means, once everything holds."""
        if not self.is_own_key:
            zh = "包内一致，但未用总行公钥核对，不能据此认定真伪（请加 --key）"
            return 3, zh, "HOLDS TOGETHER, NOT HELD AGAINST HEADQUARTERS' KEY: use --key"
        if not self.receipts:
            zh = "包内一致，但总行尚未签收其中任何条目，不能据此认定真伪"
            return 3, zh, "HOLDS TOGETHER, BUT HEADQUARTERS HAS RECEIPTED NOTHING OF IT"
        if self.kept_back:
            zh = "证据成立（但有条目内容不在包内，见上）"
            return 0, zh, "PROVEN, BUT NOT EVERY ENTRY'S CONTENT IS IN THE PACKAGE, SEE ABOVE"
        if self.alone:
            return 0, "证据成立（部分仅由网点证明，见上）", "PROVEN, IN PART BY THE BRANCH ALONE, SEE ABOVE"
        return 0, "证据成立", "PROVEN"

    def check_named_files(self, entries):
        """Papers and files are the ones that entries name, and the rest is counted."""
        named = {"papers": set(), "attachments": set()}
        for envelope, body in entries.values():
            folder = {"paper_made": "papers", "attachment_added": "attachments"}.get(envelope["kind"])
            if folder and isinstance(body.get("sha256"), str):
                named[folder].add(body["sha256"])
        for folder, zh, en in (("papers", "单据", "papers"), ("attachments", "附件", "attached files")):
            here = {name.split("/")[1].split(".")[0]: name for name in self.files if name.startswith(folder + "/")}
            for sha256, name in here.items():
                is_same = hashlib.sha256(self.files[name]).hexdigest() == sha256 and sha256 in named[folder]
                need(is_same, f"条目未提及该文件：{name}", f"No entry names this file: {name}")
            self.say(
                f"{zh}：条目提及 {len(named[folder])} 份，包内 {len(here)} 份，逐一相符。",
                f"{en}: entries name {len(named[folder])}, {len(here)} are in the package, each the right one.",
            )


def read_envelope(raw, place):
    envelope = read_cbor(raw) if len(raw) <= MAX_ENVELOPE else {}
    need(tuple(envelope) == KEYS, f"条目无法读取：{place}", f"An entry can't be read: {place}")
    need(envelope["suite"] in (INTERNATIONAL, NATIONAL), f"密码套件不认识：{place}", f"Unknown crypto suite: {place}")
    return envelope


def utc(milliseconds):
    import datetime

    instant = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=milliseconds)
    return instant.isoformat(timespec="seconds") + "Z"


def check(data, hub_key=None):
    """What was proven, as pairs of Chinese and English. Raises: NotProvenError; nothing else, whatever `data` is."""
    return checked(data, hub_key).said


def checked(data, hub_key=None):
    """The checker after its work, which held. Raises: as `check`."""
    try:
        checker = Checker(data, hub_key)
        checker.run()
    except NotProvenError:
        raise
    except Exception as error:  # bytes from anywhere may be wrong in any way: that is the finding
        raise NotProvenError("证据包无法读取。", f"The package can't be read ({type(error).__name__}).") from error
    if not checker.is_own_key:
        text = checker.hub_key.hex() or "-"
        checker.say(
            f"总行公钥取自包内，请向总行核对：{text}", f"Headquarters' key is from the package, compare: {text}"
        )
    return checker


def plain(text):
    """The text on one line: what a package puts into it draws no lines and turns no writing."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:500])


def main(argv=None):
    parser = argparse.ArgumentParser(description="核验接诉台证据包 check an evidence package of Jiesu")
    parser.add_argument("package")
    parser.add_argument("--key", help="总行公钥 headquarters' public key, 64 hex digits (SM2: 66)")
    args = parser.parse_args(argv)
    try:
        hub_key = bytes.fromhex(args.key) if args.key else None
        need(hub_key is None or len(hub_key) in (32, 33), "", "")
    except (ValueError, NotProvenError):
        parser.error("--key: 64 or 66 hex digits")
    try:
        need(os.path.getsize(args.package) <= MAX_FILE, "文件过大。", "The file is too large.")
        with open(args.package, "rb") as file:
            checker = checked(file.read(), hub_key)
    except (NotProvenError, OSError) as error:
        zh, en = (
            (error.zh, error.en)
            if isinstance(error, NotProvenError)
            else ("文件无法打开。", "The file can't be opened.")
        )
        sys.stdout.write("不成立 NOT PROVEN\n  " + plain(zh) + "\n  " + plain(en) + "\n")
        return 1
    for zh, en in checker.said:
        sys.stdout.write("  " + plain(zh) + "\n  " + plain(en) + "\n")
    status, zh, en = checker.verdict()
    sys.stdout.write(f"{zh} {en}\n")
    return status


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main())
