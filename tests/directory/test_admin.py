"""Places and offices in the admin: for whoever was given them, and for nobody else."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from portal.directory.models import Area, AreaSuccession, Duty, Organisation, OrganisationFormerName
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE
from tests.directory.books import DUTY_TITLES, TITLES, book, file_of, organisations

SCREENS = ["areas:index", "organisations:index", "duties:index", "places:routing", "places:gaps", "places:upload"]
PEAR = "990121101202"
GOOD = ["东溪县民政局", "", "民政", "990121", "", ""]


@pytest.fixture
def keeper(cast, client):
    """Somebody with the permissions that system administrators have."""
    user = cast.form_administrator
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="directory")
        | Permission.objects.filter(codename="access_admin")
    )
    client.force_login(user)
    return client


@pytest.fixture
def editor(cast, client):
    """Somebody who may enter the admin and nothing else."""
    user = cast.east_teacher
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def inline(prefix, *rows):
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0,
              f"{prefix}-MAX_NUM_FORMS": 1000}  # fmt: skip
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        fields |= {f"{prefix}-{number}-id": "", f"{prefix}-{number}-ORDER": number}
    return fields


def area(code, name, *, successors=(), former=(), **more):
    return {"code": code, "name": name, "valid_from": "", "valid_until": "", **more,
            **inline("former_names", *former), **inline("successors", *successors)}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
def test_the_keeper_of_places_opens_every_screen(keeper, name):
    assert keeper.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", SCREENS)
def test_an_editor_without_the_permission_is_let_into_none(editor, name):
    answer = editor.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url == "/admin/"


def test_an_editor_cannot_take_in_a_workbook(editor):
    editor.post(reverse("places:upload"), {"file": file_of(organisations(GOOD))})
    assert not Organisation.objects.filter(name=GOOD[0]).exists()


def test_the_menu_shows_only_what_one_may_use(editor):
    assert "who-answers" not in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("kind", ["areas", "organisations"])
def test_what_was_there_once_is_deleted_by_nobody(keeper, kind, cast):
    pk = EAST_VILLAGE if kind == "areas" else cast.post("east_police").organisation.pk
    assert keeper.post(reverse(f"{kind}:delete", args=[pk])).status_code == 302
    assert Area.objects.filter(pk=EAST_VILLAGE).exists()
    assert cast.post("east_police").organisation


@pytest.mark.parametrize(
    ("name", "searched", "shown", "hidden"),
    [
        ("areas:index", "桃源", "桃源村", "枫林村"),
        ("areas:index", "９９０１２２", "枫林村", "桃源村"),
        ("organisations:index", "西岭", "西岭县 police", "东溪县 police"),
        ("duties:index", "990121", "东溪县 police", "西岭县 police"),
    ],
)
def test_a_part_of_a_name_or_a_code_finds(keeper, name, searched, shown, hidden):
    page = keeper.get(reverse(name), {"q": searched}).content.decode()
    assert shown in page
    assert hidden not in page


def test_an_organisation_is_found_by_a_former_name_once(keeper, cast):
    organisation = cast.post("east_police").organisation
    for name in ("旧公安局", "旧公安处"):
        OrganisationFormerName.objects.create(organisation=organisation, name=name)
    page = keeper.get(reverse("organisations:index"), {"q": "旧公安"})
    assert list(page.context["object_list"]) == [organisation]


@pytest.mark.parametrize(
    ("field", "value", "count"), [("level", "5", 4), ("within", "东溪县", 4), ("ended", "true", 0)]
)
def test_places_are_filtered(keeper, field, value, count):
    assert len(keeper.get(reverse("areas:index"), {field: value}).context["object_list"]) == count


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("990121101203", "990121101203"),
        ("９９０１２１１０３", "990121103000"),
        ("990121101+", "990121101901"),
        ("990121+", "990121901000"),
    ],
)
def test_a_new_place_is_written_with_a_full_short_or_local_code(keeper, typed, code):
    keeper.post(reverse("areas:add"), area(typed, "杏林"))
    assert Area.objects.get(name="杏林").code == code


@pytest.mark.parametrize("typed", ["99012", "东溪", "990000+", EAST_VILLAGE])
def test_a_wrong_code_or_one_that_is_taken_comes_back_on_the_form(keeper, typed):
    answer = keeper.post(reverse("areas:add"), area(typed, "杏林"))
    assert answer.context["form"].errors["code"]
    assert not Area.objects.filter(name="杏林").exists()


def test_a_place_keeps_its_code_when_it_is_edited(keeper):
    keeper.post(reverse("areas:edit", args=[EAST_VILLAGE]), area("990121101999", "桃花源村"))
    assert Area.objects.get(pk=EAST_VILLAGE).name == "桃花源村"
    assert not Area.objects.filter(pk="990121101999").exists()


def test_a_successor_ends_the_place_the_day_before(keeper):
    successor = {"new": PEAR, "on": "2026-07-01", "kind": "merged"}
    former = {"name": "桃村", "valid_until": "2010-01-01"}
    keeper.post(
        reverse("areas:edit", args=[EAST_VILLAGE]),
        area(EAST_VILLAGE, "桃源村", successors=[successor], former=[former]),
    )
    assert AreaSuccession.objects.get().new_id == PEAR
    assert Area.objects.get(pk=EAST_VILLAGE).valid_until == date(2026, 6, 30)
    assert Area.objects.get(pk=EAST_VILLAGE).former_names.get().name == "桃村"


def test_no_place_comes_after_itself(keeper):
    successor = {"new": EAST_VILLAGE, "on": "2026-07-01", "kind": "merged"}
    keeper.post(reverse("areas:edit", args=[EAST_VILLAGE]), area(EAST_VILLAGE, "桃源村", successors=[successor]))
    assert not AreaSuccession.objects.exists()


def test_no_successor_is_named_twice(keeper):
    successor = {"new": PEAR, "on": "2026-07-01", "kind": "merged"}
    twice = area(EAST_VILLAGE, "桃源村", successors=[successor, successor])
    assert keeper.post(reverse("areas:edit", args=[EAST_VILLAGE]), twice).status_code == 200
    assert not AreaSuccession.objects.exists()


def test_a_place_does_not_end_before_it_begins(keeper):
    successor = {"new": PEAR, "on": "2026-07-01", "kind": "merged"}
    begun = area(EAST_VILLAGE, "桃源村", successors=[successor], valid_from="2026-08-01")
    answer = keeper.post(reverse("areas:edit", args=[EAST_VILLAGE]), begun)
    assert answer.context["form"].errors["valid_from"]
    assert not AreaSuccession.objects.exists()


def test_the_choosers_find_by_a_part_of_the_name(keeper):
    places = keeper.get(reverse("area_chooser:choose_results"), {"q": "桃源"}).content.decode()
    assert "桃源村" in places
    assert EAST_VILLAGE in places
    assert "枫林村" not in places
    offices = keeper.get(reverse("organisation_chooser:choose_results"), {"q": "西岭"}).content.decode()
    assert "西岭县 police" in offices
    assert "东溪县 police" not in offices


def asked(client, place, kind="police"):
    return client.get(reverse("places:routing"), {"place": place, "kind": kind})


def test_the_answer_is_shown_with_its_reasons_and_who_is_one_level_up(keeper):
    page = asked(keeper, EAST_VILLAGE)
    told = page.context["told"]
    assert told["answer"].organisation.name == "东溪县 police"
    assert told["one_up"].organisation.name == "禾川市 police"
    assert [(reason["code"], reason["wins"]) for reason in told["reasons"]] == [
        (EAST_VILLAGE, False), (EAST_TOWN, False), (EAST, True), ("990100000000", False), ("990000000000", False),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["990121101", "９９０１２１１０１", "柳湾镇", "柳湾"])
def test_a_place_is_understood_by_code_or_name(keeper, typed):
    assert asked(keeper, typed, "government").context["told"]["answer"].organisation.name == "柳湾镇 government"


def test_a_name_of_several_places_asks_which(keeper):
    page = asked(keeper, "村")
    assert len(page.context["found"]) == 4
    assert "told" not in page.context


@pytest.mark.parametrize("typed", ["99012", "0000", "没有这个村", "%"])
def test_what_is_no_place_gets_a_sentence(keeper, typed):
    assert asked(keeper, typed).context["problem"]


def test_a_place_nobody_knows_is_answered_by_the_areas_around_it(keeper):
    page = asked(keeper, "990121101888")
    assert page.context["told"]["answer"].organisation.name == "东溪县 police"
    assert page.context["told"]["place"] is None


def test_a_split_place_shows_its_parts(keeper):
    for code in (PEAR, EAST_TOWN):
        AreaSuccession.objects.create(old_id=EAST_VILLAGE, new_id=code, on=date(2020, 1, 2), kind="split")
    Area.objects.filter(pk=EAST_VILLAGE).update(valid_until=date(2020, 1, 1))
    assert [part.code for part in asked(keeper, EAST_VILLAGE).context["told"]["parts"]] == [EAST_TOWN, PEAR]


def test_gaps_are_on_the_page(keeper):
    Duty.objects.filter(kind="government", area__name="石桥镇").delete()
    page = keeper.get(reverse("places:gaps"))
    assert "西岭县" in page.content.decode()
    assert page.context["missing"][0]["kind"].villages == 2


def check(client, made):
    return client.post(reverse("places:upload"), {"file": file_of(made)})


def test_checking_a_workbook_says_everything_and_changes_nothing(keeper):
    page = check(keeper, organisations(GOOD, ["某单位", "", "气象", "x", "", ""]))
    assert page.context["reports"][0]["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    assert page.context["good"] == 1
    assert "C3" in page.content.decode()
    assert not Organisation.objects.filter(name=GOOD[0]).exists()


def test_the_good_rows_are_taken_in_by_the_second_step(keeper):
    made = book(
        单位=[TITLES, GOOD, ["某单位", "", "气象", "x", "", ""]], 职责=[DUTY_TITLES, ["民政", EAST_VILLAGE, GOOD[0]]]
    )
    keeper.post(reverse("places:upload"), {"packed": check(keeper, made).context["packed"]})
    assert Organisation.objects.filter(name__in=[GOOD[0], "某单位"]).count() == 1
    assert Duty.objects.get(kind="civil_affairs", area_id=EAST_VILLAGE).organisation.name == GOOD[0]


def test_taking_in_twice_changes_nothing_more(keeper):
    packed = check(keeper, organisations(GOOD)).context["packed"]
    for _time in range(2):
        keeper.post(reverse("places:upload"), {"packed": packed})
    assert Organisation.objects.filter(name=GOOD[0]).count() == 1


def test_a_page_that_somebody_else_sent_is_not_taken(keeper, cast):
    answer = keeper.post(reverse("places:upload"), {"packed": "made:up"})
    assert answer.context["problem"]
    assert not Organisation.objects.filter(name=GOOD[0]).exists()


def test_a_file_of_another_kind_or_none_gets_a_sentence(keeper):
    assert keeper.post(reverse("places:upload")).context["problem"]
    file = BytesIO(b"code,name")
    file.name = "a.csv"
    assert "xlsx" in keeper.post(reverse("places:upload"), {"file": file}).context["problem"]


def test_the_blank_workbook_is_downloaded(keeper):
    answer = keeper.get(reverse("places:upload"), {"blank": ""})
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["单位", "职责", "填写说明"]
