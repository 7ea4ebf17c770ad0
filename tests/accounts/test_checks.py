"""An installation for real data is told when it asks for no second factor."""

from portal.accounts.checks import second_factor_is_demanded


def test_the_deployment_check_warns_when_no_second_factor_is_asked_for(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert [message.id for message in second_factor_is_demanded(None)] == ["accounts.W001"]
    settings.SECOND_FACTOR_REQUIRED = True
    assert second_factor_is_demanded(None) == []
