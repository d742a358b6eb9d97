# SPDX-License-Identifier: ISC
"""What the websms API says to a message; see websms-mock.py."""

import re

TYPES = ("national", "international", "alphanumeric", "shortcode")
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = set("\f^{}\\[~]|€")


def segments(text):
    """How many SMS a text takes (3GPP TS 23.038); no character is torn."""
    if all(c in BASIC or c in EXTENSION for c in text):
        sizes, one, many = [2 if c in EXTENSION else 1 for c in text], 160, 153
    else:
        sizes, one, many = [2 if ord(c) > 0xFFFF else 1 for c in text], 70, 67
    if sum(sizes) <= one:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > many:
            count, used = count + 1, 0
        used += size
    return count


def whole(value, low, high):
    return type(value) is int and low <= value <= high


def recipients(message):
    """4002 and its kin, or None."""
    given = message["recipientAddressList"]
    if not isinstance(given, list) or not given:
        return 4019, "recipientAddressList"
    if len(given) > 1000:
        return 4025, "too many recipients"
    for address in given:
        digits = re.sub(r"^\+", "", str(address))
        if not re.fullmatch(r"[1-9]\d{5,14}", digits):
            return 4002, "invalid recipient " + str(address)
    return None


def options(message, senders):
    """What is wrong with the members that may be left out, or None."""
    sender = message.get("senderAddress")
    if sender is not None and senders and sender not in senders:
        return 4003, "sender not allowed"
    if message.get("senderAddressType", TYPES[0]) not in TYPES:
        return 4003, "sender type"
    category = message.get("contentCategory", "informational")
    if category not in ("informational", "advertisement"):
        return 4040, "contentCategory"
    if not whole(message.get("validityPeriode", 60), 60, 259200):
        return 4041, "validityPeriode"
    if not whole(message.get("priority", 1), 0, 9):
        return 4015, "priority"
    if message.get("messageType", "default") not in ("default", "voice"):
        return 4004, "messageType"
    callback = message.get("notificationCallbackUrl", "http://x/")
    if not re.match(r"https?://[^/]+", str(callback)):
        return 4016, "notificationCallbackUrl"
    ref = message.get("clientMessageId", "x")
    if not isinstance(ref, str) or not 0 < len(ref) <= 255:
        return 4008, "clientMessageId"
    return None


def verdict(message, senders):
    """The statusCode and statusMessage of a message, and its segments."""
    if message is None:
        return 4120, "no data provided", 0
    for name in ("messageContent", "recipientAddressList"):
        if name not in message:
            return 4019, name, 0
    text = message["messageContent"]
    if not isinstance(text, str) or text == "":
        return 4009, "messageContent", 0
    wrong = recipients(message) or options(message, senders)
    if wrong:
        return wrong + (0,)
    count, most = segments(text), message.get("maxSmsPerMessage", 0)
    if not whole(most, 0, 255) or (most > 0 and count > most):
        return 4026, "maxSmsPerMessage", 0
    if len(message["recipientAddressList"]) > 1:
        return 2001, "OK_QUEUED", count
    return 2000, "OK", count
