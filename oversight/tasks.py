"""What the clock asks of this floor."""

from celery import shared_task

from oversight.domain.projecting import refresh_marked


@shared_task(name="oversight.refresh_projections")
def refresh_projections() -> int:
    """Project what changed. Returns how many cycles."""
    return refresh_marked()
