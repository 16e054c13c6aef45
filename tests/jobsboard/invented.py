"""Numbers that look right and can belong to nobody."""

from jobsboard.core.identifiers import id_number_check_digit


def invented_id_number(number: int = 1) -> str:
    """Return an ID number of region 999999, which is never issued, with a right check digit."""
    body = f"99999919950615{number:03d}"
    return body + id_number_check_digit(body)
