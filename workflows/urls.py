from django.urls import include, path

from workflows.follow import messages, own_copy, status

urlpatterns = [
    path("desk/rights/", include("workflows.rights.urls")),
    path("desk/", include("workflows.desk.urls")),
    path("follow/", status.follow, name="follow"),
    path("follow/receipt/", status.receipt, name="follow_receipt"),
    path("follow/messages/", messages.messages_page, name="follow_messages"),
    path("follow/copy/", own_copy.own_copy, name="follow_copy"),
]
