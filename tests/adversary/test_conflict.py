"""The shipped report names an office: its people learn nothing of it by any address, and the level above has it."""

from django.utils import timezone

from forms import services
from portal.directory.models import Organisation
from tests.adversary import canaries
from tests.adversary.conftest import browser_of, do_all_jobs, write
from workflows.models import Case


def report_naming(house, name):
    named = {"official_involved": "yes", "involved_organisation": str(Organisation.objects.get(name=name).pk)}
    now = timezone.localtime().replace(second=0, microsecond=0)
    draft, _token = write(house, {**canaries.report(now), **named})
    submission = services.submit(draft, by=None, idempotency_key="named").submission
    do_all_jobs()
    return Case.objects.get(case_submissions__submission=submission)


def pages_of(case):
    addresses = ["/desk/", "/desk/cases/", "/desk/notices/", f"/desk/cases/{case.pk}/"]
    addresses += [f"/desk/tasks/{task.pk}/" for task in case.tasks.all()]
    for member in case.case_submissions.all():
        addresses.append(f"/desk/cases/{case.pk}/submissions/{member.submission_id}/")
        addresses += [f"/desk/cases/{case.pk}/files/{file.pk}/" for file in member.submission.files.all()]
    return addresses


def test_the_named_police_see_nothing_and_the_police_of_the_city_have_it(house):
    case = report_naming(house, "东溪县公安局")
    assert case.tasks.get().organisation.name == "禾川市公安局"
    for somebody in ("police", "police2", "police_leader"):
        browser = browser_of(somebody)
        for address in pages_of(case):
            page = browser.get(address)
            body = b"".join(page.streaming_content) if page.streaming else page.content
            assert case.number not in body.decode("utf-8", "replace"), (somebody, address)
            assert not [word for word in canaries.ALL if word in body.decode("utf-8", "replace")]
    assert browser_of("police_city").get(f"/desk/cases/{case.pk}/").status_code == 200


def test_the_named_civil_affairs_bureau_is_not_told_and_that_of_the_city_is(house):
    case = report_naming(house, "东溪县民政局")
    assert {party.organisation.name for party in case.parties.all()} >= {"禾川市民政局", "东溪县公安局"}
    assert case.number not in browser_of("civil").get("/desk/notices/").content.decode()
    assert browser_of("civil_leader").get(f"/desk/cases/{case.pk}/").status_code == 404
    assert case.number in browser_of("city").get("/desk/notices/").content.decode()


def test_without_a_name_they_do_see_it_so_the_test_can_see_it_too(house):
    now = timezone.localtime().replace(second=0, microsecond=0)
    draft, _token = write(house, canaries.report(now))
    submission = services.submit(draft, by=None, idempotency_key="unnamed").submission
    case = Case.objects.get(case_submissions__submission=submission)
    assert browser_of("police").get(f"/desk/cases/{case.pk}/").status_code == 200
