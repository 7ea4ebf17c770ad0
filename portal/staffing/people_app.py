"""The host's app of accounts with our editor of people."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "portal.staffing.admin.people.PeopleViewSet"
