"""Where nobody answers, and what is out of date."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.directory import gap_report
from portal.directory.admin.pages import Screen
from portal.directory.admin.policies import may_see_routing
from portal.directory.levels import LEVEL_NAMES

MOST_SHOWN = 100


class Gaps(Screen):
    template_name = "directory/admin/gaps.html"
    page_title = gettext_lazy("Gaps and old entries")

    def may(self, request: HttpRequest) -> bool:
        return may_see_routing(request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = [
            {
                "kind": each,
                "level": LEVEL_NAMES[each.level],
                "places": each.places[:MOST_SHOWN],
                "more": max(len(each.places) - MOST_SHOWN, 0),
            }
            for each in gap_report.missing()
        ]
        return super().get_context_data(
            missing=missing,
            old_duties=gap_report.behind_the_times()[:MOST_SHOWN],
            old_places=gap_report.in_ended_areas()[:MOST_SHOWN],
            doubles=gap_report.doubles()[:MOST_SHOWN],
            **kwargs,
        )
