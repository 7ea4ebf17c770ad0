"""Shutting an organisation out at the desk."""

from portal.access.models import Access
from portal.directory.models import Organisation
from tests.workflows.definitions import WORKFLOW, words
from tests.workflows.desk.looking import page, text
from workflows import builder, services
from workflows.models import Case


def excluding(client, case, **given):
    return client.post(f"/desk/cases/{case.pk}/exclude/", given)


def test_the_county_shuts_the_township_out(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    client = at_desk("east_civil_affairs")
    assert "Shut an organisation out" in text(page(client, "case", case.pk))
    township = cast.post("east_township").organisation
    answer = excluding(client, case, organisation=township.pk, reason="镇干部涉案")
    assert answer["Location"] == f"/desk/cases/{case.pk}/"
    assert page(at_desk("east_township"), "case", case.pk).status_code == 404
    assert "An organisation was shut out" in text(page(at_desk("east_police"), "case", case.pk))


def test_who_is_shut_out_is_named_to_those_who_may_read_what_the_report_says_of_them(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    school = cast.post("east_teacher").organisation
    excluding(at_desk("east_civil_affairs"), case, organisation=school.pk, reason="教师涉案")
    assert "教师涉案" in text(page(at_desk("east_police"), "case", case.pk))
    assert "教师涉案" in text(page(at_desk("east_civil_affairs"), "case", case.pk)), "they wrote it"


def test_whom_the_report_names_is_not_told_to_who_may_not_read_it_there(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    case.exclusions.create(organisation=cast.post("east_teacher").organisation)
    assert "is shut out." in text(page(at_desk("east_police"), "case", case.pk))
    assert "is shut out." not in text(page(at_desk("east_civil_affairs"), "case", case.pk))


def test_nor_by_being_missing_among_those_who_can_be_shut_out(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    school = cast.post("east_teacher").organisation

    def offered(who):
        form = at_desk(who).get(f"/desk/cases/{case.pk}/exclude/").context["form"]
        return set(form.fields["organisation"].queryset)

    before = offered("east_civil_affairs")
    assert school in before
    case.exclusions.create(organisation=school)
    assert offered("east_civil_affairs") == before
    assert school not in offered("east_police"), "they read it in the report"


def test_nor_is_who_reported_told_by_being_among_them(at_desk, story, cast):
    """A school in another village, which has a part in the case only because its teacher reported."""
    changed = WORKFLOW.model_dump(mode="json")
    changed["relations"].append({"key": "teller", "title": words("报告人", "Who reported"), "kind": "filer"})
    services.publish(builder.save_definition(type(WORKFLOW).model_validate(changed), by=None), by=None)
    case = story.report()
    story.notify(case)
    school = Organisation.objects.create(name="梨树小学", function="school", area_id="990121101202")
    case.parties.create(organisation=school, relation="teller")

    def offered(who):
        form = at_desk(who).get(f"/desk/cases/{case.pk}/exclude/").context["form"]
        return set(form.fields["organisation"].queryset)

    assert school not in offered("east_civil_affairs")
    assert school in offered("east_police"), "the officer in charge may know"


def test_shutting_out_whom_the_report_has_shut_out_changes_nothing_and_is_on_record(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    school = cast.post("east_teacher").organisation
    case.exclusions.create(organisation=school)
    answer = excluding(at_desk("east_civil_affairs"), case, organisation=school.pk, reason="教师涉案")
    assert answer["Location"] == f"/desk/cases/{case.pk}/"
    assert case.exclusions.get().by is None
    assert Access.objects.filter(action="exclude", allowed=True, user=cast.east_civil_affairs).count() == 1


def test_an_equal_is_not_offered_and_not_taken(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    client, police = at_desk("east_civil_affairs"), cast.post("east_police").organisation
    offered = client.get(f"/desk/cases/{case.pk}/exclude/").context["form"].fields["organisation"].queryset
    assert police not in offered
    assert cast.post("east_township").organisation in offered
    assert excluding(client, case, organisation=police.pk, reason="不合适的理由").status_code == 200
    assert not Case.objects.get().exclusions.exists()


def test_who_is_no_part_of_the_case_does_not_find_the_page(at_desk, story):
    case = story.report()
    for who in ("west_police", "city_police", "east_township"):
        assert excluding(at_desk(who), case, organisation="1", reason="不合适的理由").status_code == 404


def test_the_level_that_shut_them_out_lets_them_in_again_and_both_reasons_stay(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    client = at_desk("east_civil_affairs")
    excluding(client, case, organisation=cast.post("east_township").organisation.pk, reason="镇干部涉案")
    address = f"/desk/cases/{case.pk}/exclusions/{case.exclusions.get().pk}/lift/"
    assert address in page(client, "case", case.pk).content.decode()

    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "核实后没有关系"})["Location"] == f"/desk/cases/{case.pk}/"

    said = text(page(client, "case", case.pk))
    assert "镇干部涉案" in said
    assert "核实后没有关系" in said
    assert page(at_desk("east_township"), "case", case.pk).status_code == 200
    assert client.post(address, {"reason": "再来一次试试"}).status_code == 404


def test_others_do_not_lift_and_the_try_is_on_record(at_desk, story, cast):
    case = story.report()
    story.notify(case)
    excluding(
        at_desk("east_civil_affairs"),
        case,
        organisation=cast.post("east_township").organisation.pk,
        reason="镇干部涉案",
    )
    address = f"/desk/cases/{case.pk}/exclusions/{case.exclusions.get().pk}/lift/"
    for who in ("east_police", "east_township", "west_civil_affairs"):
        assert at_desk(who).post(address, {"reason": "想恢复参与"}).status_code == 404
    assert case.exclusions.count() == 1
    assert Access.objects.refused().filter(action="lift_exclusion", user=cast.east_police).exists()
