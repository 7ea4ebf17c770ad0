from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.jobs import views
from portal.jobs.policies import may_look_after_jobs

JOB_URLS = [
    path("", views.JobList.as_view(), name="index"),
    path("retry-all/", views.retry_all, name="retry_all"),
    path("<uuid:job_id>/retry/", views.retry, name="retry"),
]


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look_after_jobs(request.user)


@hooks.register("register_admin_urls")
def register_job_urls() -> list[URLPattern | URLResolver]:
    return [path("jobs/", include((JOB_URLS, "jobs")))]


@hooks.register("register_settings_menu_item")
def register_jobs_menu_item() -> MenuItem:
    return JobsMenuItem(_("Background work"), reverse("jobs:index"), name="jobs", icon_name="tasks", order=900)


@hooks.register("register_permissions")
def register_job_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="jobs", codename="change_job")
