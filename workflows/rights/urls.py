from django.urls import path

from workflows.rights.views import answers, corrections, overview, processing, requests, restrictions, retention

app_name = "rights"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("holds/", overview.place_hold, name="place_hold"),
    path("holds/<int:hold_id>/lift/", overview.lift_hold, name="lift_hold"),
    path("erasures/", overview.propose, name="propose"),
    path("erasures/<int:proposal_id>/confirm/", overview.confirm, name="confirm"),
    path("erasures/<int:proposal_id>/refuse/", overview.refuse, name="refuse"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("requests/<uuid:request_id>/decide/", requests.decide, name="decide"),
    path("requests/<uuid:request_id>/search/", requests.search, name="search"),
    path("requests/<uuid:request_id>/export/", requests.export, name="export"),
    path("requests/<uuid:request_id>/download/<slug:kind>/", requests.download, name="download"),
    path("requests/<uuid:request_id>/letter/", answers.letter, name="letter"),
    path("requests/<uuid:request_id>/answered/", answers.answered, name="answered"),
    path("requests/<uuid:request_id>/papers/<uuid:submission_id>/erase/", answers.erase, name="erase"),
    path("requests/<uuid:request_id>/papers/<uuid:submission_id>/", corrections.choose, name="correct_which"),
    path(
        "requests/<uuid:request_id>/papers/<uuid:submission_id>/answers/<str:answer>/",
        corrections.propose,
        name="correct",
    ),
    path("corrections/<int:correction_id>/", corrections.proposal, name="correction"),
    path("corrections/<int:correction_id>/decide/", corrections.decide, name="decide_correction"),
    path("restrictions/<int:restriction_id>/lift/", restrictions.lift, name="lift_restriction"),
    path("retention/", retention.report, name="retention"),
    path("processing/", processing.page, name="processing"),
    path("processing/pdf/", processing.document, name="processing_pdf"),
]
