from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("after-sign-in/", views.after_sign_in, name="after_sign_in"),
    path("stay/", views.stay, name="stay_signed_in"),
    path("post/", views.choose_post, name="choose_post"),
    path("password/", views.ChangePassword.as_view(), name="change_password"),
    path("devices/", views.device_list, name="devices"),
    path("devices/<int:signed_in_id>/end/", views.end_device, name="end_device"),
    path("devices/end-others/", views.end_other_devices, name="end_other_devices"),
    path("single-sign-on/", views.to_provider, name="single_sign_on"),
    path("single-sign-on/back/", views.from_provider, name="from_provider"),
    path("second-factor/", views.overview, name="second_factor"),
    path("second-factor/code/", views.second_step, name="second_step"),
    path("second-factor/set-up/", views.set_up, name="set_up_second_factor"),
    path("second-factor/with-code/", views.with_code, name="with_second_factor"),
]
