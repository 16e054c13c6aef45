"""Background work that postings ask for; the tasks themselves are registered by the apps above."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from procrastinate.contrib.django import app

INDEX_TASK = "index_posting"
# One job at a time writes the index; a job stays small enough to be tried again cheaply.
INDEX_LOCK = "match_index"
POSTINGS_A_JOB = 500


def defer_indexing(posting_ids: Iterable[int]) -> None:
    """Queue the index update in the running transaction: no commit, no job."""
    ids = iter(sorted(set(posting_ids)))
    while batch := list(islice(ids, POSTINGS_A_JOB)):
        app.configure_task(INDEX_TASK, lock=INDEX_LOCK).defer(posting_ids=batch)


def work_off_queue() -> None:
    """Do all queued jobs in this process and return: for a database that no worker serves."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
