from django.urls import path

from workflows.desk import (
    absence,
    case,
    cases,
    documents,
    effects,
    emergencies,
    exclusions,
    handing_over,
    inbox,
    log,
    notices,
    search,
    submission,
    task,
)
from workflows.desk.form import task_form

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("absence/", absence.absence_page, name="absence"),
    path("absence/<int:absence_id>/end/", absence.end, name="end_absence"),
    path("posts/<int:post_id>/hand-over/", handing_over.hand_over_page, name="hand_over"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read_all, name="read_all_notices"),
    path("notices/<int:notice_id>/", notices.open_notice, name="open_notice"),
    path("tasks/<uuid:task_id>/", task.task_page, name="task"),
    path("tasks/<uuid:task_id>/accept/", task.accept, name="accept"),
    path("tasks/<uuid:task_id>/route/", task.route, name="route"),
    path("tasks/<uuid:task_id>/steps/<slug:transition>/", task.step, name="step"),
    path("tasks/<uuid:task_id>/start-form/", task.start_form, name="start_form"),
    path("tasks/<uuid:task_id>/form/", task_form, name="form_start"),
    path("tasks/<uuid:task_id>/form/<path:place>", task_form, name="form"),
    path("search/", search.search_page, name="search"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<uuid:case_id>/", case.case_page, name="case"),
    path("cases/<uuid:case_id>/exclude/", exclusions.exclude, name="exclude"),
    path("cases/<uuid:case_id>/exclusions/<int:exclusion_id>/lift/", exclusions.lift, name="lift_exclusion"),
    path("cases/<uuid:case_id>/submissions/<uuid:submission_id>/", submission.submission_page, name="submission"),
    path("cases/<uuid:case_id>/submissions/<uuid:submission_id>/paper/", submission.paper, name="paper"),
    path("cases/<uuid:case_id>/submissions/<uuid:submission_id>/reporter/", submission.reporter_page, name="reporter"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>/", documents.document, name="document"),
    path("cases/<uuid:case_id>/effects/<int:run_id>/retry/", effects.retry, name="retry_effect"),
    path("log/", log.log_page, name="log"),
    path("log/export/", log.export, name="export_log"),
    path("emergencies/", emergencies.emergency_list, name="emergencies"),
    path("emergencies/<int:emergency_id>/", emergencies.emergency_page, name="emergency"),
    path("emergencies/<int:emergency_id>/end/", emergencies.end, name="end_emergency"),
]
