"""Division codes as prefixes (GB/T 2260)."""


def code_prefix(code: str) -> str:
    """Return the part of a division code that all places inside it begin with.

    >>> code_prefix("440000"), code_prefix("440300"), code_prefix("440310")
    ('44', '4403', '440310')
    """
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") and len(code) == 6 else code
