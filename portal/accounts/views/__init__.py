from portal.accounts.views.at_the_door import SignIn, SignOut, after_sign_in, stay
from portal.accounts.views.devices import device_list, end_device, end_other_devices
from portal.accounts.views.password import ChangePassword
from portal.accounts.views.post import choose_post
from portal.accounts.views.second_factor import overview, second_step, set_up, with_code
from portal.accounts.views.single_sign_on import from_provider, to_provider

__all__ = [
    "ChangePassword",
    "SignIn",
    "SignOut",
    "after_sign_in",
    "choose_post",
    "device_list",
    "end_device",
    "end_other_devices",
    "from_provider",
    "overview",
    "second_step",
    "set_up",
    "stay",
    "to_provider",
    "with_code",
]
