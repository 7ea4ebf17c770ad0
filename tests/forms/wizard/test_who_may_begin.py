"""A form page may be for those only who hold a post, or for offices of one kind."""

import pytest
from django.core.exceptions import ValidationError

from forms.models import Draft
from forms.models.page import Fillers


@pytest.fixture
def begin(client, page):
    def begin(user=None, **who):
        for name, value in who.items():
            setattr(page, name, value)
        page.save()
        if user is not None:
            client.force_login(user)
        return client.post(f"{page.get_url()}start/")

    return begin


def test_without_more_everybody_may(begin):
    assert begin().status_code == 302
    assert Draft.objects.exists()


def test_who_is_not_signed_in_is_asked_to_sign_in_and_comes_back(begin, page):
    answer = begin(fillers=Fillers.SIGNED_IN)

    assert answer.headers["Location"].endswith(f"?next={page.get_url()}")
    assert not Draft.objects.exists()


def test_who_holds_a_post_may(begin, cast):
    assert "/d/" in begin(cast.east_police, fillers=Fillers.SIGNED_IN).headers["Location"]


def test_an_office_of_that_kind_may_and_another_not(begin, cast):
    only_schools = {"fillers": Fillers.FUNCTION, "filling_function": "school"}

    assert begin(cast.east_police, **only_schools).status_code == 403
    assert not Draft.objects.exists()
    assert "/d/" in begin(cast.east_teacher, **only_schools).headers["Location"]


def test_an_account_without_a_post_may_not(begin, cast, django_user_model):
    nobody = django_user_model.objects.create_user("without_post")

    assert begin(nobody, fillers=Fillers.SIGNED_IN).status_code == 403


def test_the_page_says_so_to_everybody_alike(client, page):
    page.fillers, page.filling_function = Fillers.FUNCTION, "school"
    page.save()

    assert "仅限以下机构填写：学校" in client.get(page.get_url()).content.decode()


def test_a_program_is_not_offered_what_only_some_may_begin(client, page):
    key = page.form.key
    assert client.get(f"/api/v1/forms/{key}/").status_code == 200

    page.fillers = Fillers.SIGNED_IN
    page.save()

    assert client.get(f"/api/v1/forms/{key}/").status_code == 404


def test_a_kind_of_office_goes_with_its_choice_only(page):
    page.fillers = Fillers.FUNCTION
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "filling_function" in refused.value.error_dict
