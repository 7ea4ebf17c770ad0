"""A national code list is taken in as offices have it, and says row by row what it changes."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.directory.models import Area, AreaFormerName, AreaSuccession
from tests.cast import AREAS, EAST_TOWN, EAST_VILLAGE, PREFECTURE

LINES = [("330000000000", "浙江省"), ("330100000000", "杭州市"), ("330106000000", "西湖区"), ("330106109000", "三墩镇")]


@pytest.fixture
def take(tmp_path):
    """Writes a file, takes it in, returns what was said."""

    def take(content, *, encoding="utf-8", **options):
        file = tmp_path / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        said = io.StringIO()
        call_command("import_areas", str(file), stdout=said, stderr=io.StringIO(), **options)
        return said.getvalue()

    return take


def table(rows, *, between=",", titles="代码,名称\n"):
    return titles.replace(",", between) + "".join(f"{code}{between}{name}\n" for code, name in rows)


def known():
    return list(Area.objects.values_list("code", "name"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t", ";"])
@pytest.mark.parametrize("titles", ["代码,名称\n", "code,name\n", "", "\n\n"])
def test_a_list_is_read_however_an_office_saved_it(db, take, encoding, between, titles):
    take(table(LINES, between=between, titles=titles), encoding=encoding)
    assert known() == LINES


@pytest.mark.parametrize(
    "row",
    [
        "330106109,三墩镇",
        "330106109000,三墩镇",
        "３３０１０６１０９,三墩镇",
        "'330106109000,三墩镇",
        "330106109.0,三墩镇",
    ],
)
def test_a_code_may_be_short_or_wide_or_bent_by_a_spreadsheet(db, take, row):
    take(f"code,name\n33,浙江省\n3301,杭州市\n330106,西湖区\n{row}\n")
    assert known() == LINES


def test_columns_are_found_by_their_titles(db, take):
    take("名称,城乡分类,统计用区划代码\n浙江省,111,33\n")
    assert known() == LINES[:1]


def test_without_titles_the_name_is_the_column_that_is_no_number(db, take):
    take("330000000000,111,浙江省\n330100000000,111,杭州市\n")
    assert known() == LINES[:2]


def test_a_second_time_changes_nothing_and_says_so(db, take):
    take(table(LINES))
    said = take(table(LINES))
    assert "330106109000" not in said
    assert known() == LINES


def test_a_dry_run_says_everything_and_changes_nothing(cast, take):
    said = take(
        table([*AREAS.items(), ("990121101203", "杏林村")], titles="").replace("桃源村", "桃花源村"), dry_run=True
    )
    assert "990121101203 杏林村" in said
    assert "桃源村" in said
    assert "桃花源村" in said
    assert dict(known()) == AREAS


def test_a_new_name_keeps_the_old_one_as_a_former_name(cast, take):
    take(table([(EAST_VILLAGE, "桃花源村")]))
    assert Area.objects.get(pk=EAST_VILLAGE).name == "桃花源村"
    assert [(former.area_id, former.name) for former in AreaFormerName.objects.all()] == [(EAST_VILLAGE, "桃源村")]


def test_what_is_missing_from_a_list_is_named_and_stays(cast, take):
    said = take(table([(EAST_TOWN, "柳湾镇"), (EAST_VILLAGE, "桃源村")]))
    assert "990121101202 梨树村" in said
    assert Area.objects.get(pk="990121101202").valid_until is None


def test_what_is_missing_ends_on_the_day_that_was_given_and_is_never_deleted(cast, take):
    take(table([(EAST_TOWN, "柳湾镇"), (EAST_VILLAGE, "桃源村")]), end_missing=date(2026, 6, 30))
    assert dict(known()) == AREAS
    assert [(area.code, area.valid_until) for area in Area.objects.exclude(valid_until=None)] == [
        ("990121101202", date(2026, 6, 30))
    ]


def test_a_list_of_one_township_or_of_counties_says_nothing_about_others(cast, take):
    assert "枫林村" not in take(table([(EAST_TOWN, "柳湾镇"), (EAST_VILLAGE, "桃源村")]))
    assert "桃源村" not in take(table([(PREFECTURE, "禾川市"), ("990121000000", "东溪县")]))


def test_a_local_code_is_never_missed_in_a_national_list(cast, take):
    Area.objects.create(code="990121101901", name="开发区一组")
    assert "开发区" not in take(table(list(AREAS.items())))


def test_what_had_ended_and_is_listed_again_is_there_again(cast, take):
    Area.objects.filter(pk=EAST_VILLAGE).update(valid_until=date(2020, 1, 1))
    take(table([(EAST_VILLAGE, "桃源村")]))
    assert Area.objects.get(pk=EAST_VILLAGE).valid_until is None


def test_what_has_a_successor_is_left_alone_and_said(cast, take):
    Area.objects.filter(pk=EAST_VILLAGE).update(valid_until=date(2020, 1, 1))
    AreaSuccession.objects.create(old_id=EAST_VILLAGE, new_id="990121101202", on=date(2020, 1, 2), kind="merged")
    assert EAST_VILLAGE in take(table([(EAST_VILLAGE, "桃源村")]))
    assert Area.objects.get(pk=EAST_VILLAGE).valid_until == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("row", "because"),
    [
        ("330106,\x00", "无法显示"),
        ("33010,杭州市", "2、4、6、9 或 12 位"),
        ("3.30106E+11,西湖区", "文本"),
        ("330106000201,某村", "上级"),
        ("330106109,", "名称"),
        (f"330106109,{'很' * 81}", "太长"),
        ("330106109", "列"),
        ("33,浙江", "两次"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason_and_the_others_are_taken(db, tmp_path, row, because):
    file, said = tmp_path / "list.csv", io.StringIO()
    file.write_text(f"code,name\n33,浙江省\n{row}\n3301,杭州市\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_areas", str(file), stdout=said)
    assert known() == LINES[:2]
    line = next(line for line in said.getvalue().splitlines() if line.startswith("第 3 行"))
    assert because in line


def test_a_place_in_nothing_known_is_pointed_out(db, take):
    assert "330106000000" in take("code,name\n330106109,三墩镇\n")


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\xff\xff\xff", b"", b"hello\n"])
def test_what_is_no_list_is_refused_with_a_sentence(db, take, content):
    with pytest.raises(CommandError) as refused:
        take(content)
    assert str(refused.value)
    assert not known()


def test_a_file_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="文件"):
        call_command("import_areas", str(tmp_path / "nowhere.csv"))
