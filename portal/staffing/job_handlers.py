"""The daily look at posts that have ended."""

from portal.jobs.registry import job
from portal.staffing.leaving import look_after_ended, plan_look


@job("staffing.ended_posts")
def look_at_ended_posts() -> None:
    plan_look()
    look_after_ended()
