from django.urls import include, path

from workflows import follow

urlpatterns = [
    path("desk/rights/", include("workflows.rights.urls")),
    path("desk/", include("workflows.desk.urls")),
    path("follow/", follow.follow, name="follow"),
    path("follow/receipt/", follow.receipt, name="follow_receipt"),
]
