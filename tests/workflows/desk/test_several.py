"""Several tasks of one kind are finished at once, each by itself."""

import pytest
from django.urls import reverse

from workflows import services
from workflows.models import Case

pytestmark = pytest.mark.django_db
FINISH = reverse("desk:finish_several")


def test_each_is_finished_by_itself_and_the_page_says_which_went(cast, story, version, client):
    cases = [story.report() for _number in range(3)]
    tasks = [str(case.tasks.get().pk) for case in cases]
    client.force_login(cast.east_police)
    assert FINISH in client.get(reverse("desk:inbox")).content.decode()
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert 'value="accept"' in asked
    assert all(case.number in asked for case in cases)
    services.accept_task(cases[0].tasks.get(), by=cast.post("east_police_leader"))
    done = client.post(FINISH, {"task": tasks, "transition": "accept"}).content.decode()
    assert sorted(Case.objects.values_list("state", flat=True)) == ["handling", "handling", "reported"]
    assert done.count("badge--success") == 2
    assert done.count("badge--danger") == 1
    # A second click does nothing, and says so.
    again = client.post(FINISH, {"task": tasks[1:], "transition": "accept"}, follow=True)
    assert again.redirect_chain
    assert Case.objects.filter(state="handling").count() == 2


def test_what_is_not_of_one_kind_needs_a_form_or_belongs_to_others_is_not_finished(cast, story, version, client):
    one, two = story.report(), story.report()
    respond = story.accept(one)
    client.force_login(cast.east_police)
    for tasks in ([str(respond.pk)], [str(respond.pk), str(two.tasks.get().pk)], []):
        assert client.post(FINISH, {"task": tasks, "transition": "accept"}).url == reverse("desk:inbox")
    assert Case.objects.filter(state="reported").count() == 1
    client.force_login(cast.west_police)
    assert client.post(FINISH, {"task": [str(two.tasks.get().pk)], "transition": "accept"}).status_code == 404
    assert client.post(FINISH, {"task": ["x"]}).status_code == 404
