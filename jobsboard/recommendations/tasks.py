"""Background work: the index follows the postings."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jobsboard.postings.services import close_expired_postings
from jobsboard.postings.tasks import INDEX_TASK


@app.task(name=INDEX_TASK, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def index_posting(posting_ids: list[int]) -> None:
    """Bring postings into the index, or out of it, as they stand when the job runs."""
    # Here and not at the top: every command imports the tasks, and few of them need the matcher.
    from jobsboard.recommendations import engine

    engine.update_index(posting_ids)


@app.periodic(cron="5 0 * * *")
@app.task(name="close_expired_postings", queueing_lock="close_expired_postings")
def close_expired(timestamp: int, **context: Any) -> None:
    """Every night: what has passed its last day is closed, and the index told."""
    close_expired_postings()


@app.periodic(cron="*/10 * * * *")
@app.task(name="merge_index", queueing_lock="merge_index")
def merge_index(timestamp: int, **context: Any) -> None:
    """Every ten minutes: what many small changes left of the index is joined, beside those who search in it."""
    from jobsboard.recommendations import engine

    engine.merge_index()
