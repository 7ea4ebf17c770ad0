"""Offices with what documents make their duty, and stations by place: public facts, no number of a person."""

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError

from content.importing.pages import import_document
from content.models import PolicyUnit, StationPage, UnitPage, Validity
from content.policytext.parse import parse
from content.search import search
from content.setup import ensure_site
from content.telephone import dialled, is_mobile, validate_office_number
from portal.directory.models import Organisation
from tests.cast import EAST, EAST_VILLAGE, PREFECTURE, WEST, WEST_VILLAGE
from tests.content.policytext.samples import SAMPLE

MOST_QUERIES = 16


@pytest.mark.parametrize(
    "number",
    [
        "0999-0123456",
        "0999 012 3456",
        "12345",
        "0999-0123456转8012",
        "400-810-1234",
        "010-13912345",
        "0999-0123456,0123457",
    ],
)
def test_the_number_of_an_office_may_stand_on_a_page(number):
    validate_office_number(number)


@pytest.mark.parametrize(
    "number",
    ["13800000031", "138 0000 0031", "+86-13800000031", "013800000031", "0999-0123456,13800000031",
     "0999-0123456 138-0000-0031", "138 0000 0031转2", "问门卫"],
)  # fmt: skip
def test_the_number_of_a_person_may_not(number):
    with pytest.raises(ValidationError):
        validate_office_number(number)
    assert is_mobile(number) is (number != "问门卫")


@pytest.mark.parametrize("number", ["１３８００００００３１", "0999-0123456、13800000031", "13800000031（王）"])
def test_the_number_of_a_person_is_known_however_it_is_written(number):
    assert is_mobile(number)


def test_an_extension_is_not_dialled():
    assert dialled("0999-012 3456转8012") == "09990123456"


def main(client, path):
    caches["pages"].clear()
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def office(function, area, **fields):
    """An office of the cast, with a page."""
    name = fields.setdefault("title", f"{area}{function}")
    organisation, _made = Organisation.objects.get_or_create(
        function=function, area_id=area, defaults={"name": name, "telephone": fields.pop("directory", "")}
    )
    page = UnitPage(organisation=organisation, slug=f"{function}-{area}", **fields)
    ensure_site().units.add_child(instance=page)
    return page


@pytest.fixture
def document(cast):
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def test_an_office_shows_each_clause_of_documents_in_force_that_makes_something_its_duty(client, document):
    name = PolicyUnit.objects.filter(page=document, name__contains="民政").values_list("name", flat=True)[0]
    page = office("civil_affairs", PREFECTURE, title="禾川市民政局", duties="统筹儿童关爱保护\n临时监护")
    html = main(client, page.url)
    clause = next(
        each
        for each in document.outline["clauses"]
        for row in each["allocations"]
        if name in row["leads"] + row["cooperating"]
    )
    assert document.title in html
    assert f"{document.url}#" in html
    assert clause["id"] in html
    assert "<li>临时监护</li>" in html

    document.validity = Validity.REPEALED
    document.save()
    assert document.title not in main(client, page.url)


def test_which_units_a_document_names_follows_its_text(document):
    before = set(document.units.values_list("name", flat=True))
    assert before
    body = [(block.block_type, block.value) for block in document.body if block.block_type != "clause"]
    document.body = body
    document.save()
    assert not document.units.exists()


def test_of_a_county_its_own_offices_stay_and_those_above_it(client, cast):
    office("health", PREFECTURE, title="禾川市卫健委")
    office("health", EAST, title="东溪县卫健局")
    office("health", WEST, title="西岭县卫健局")
    assert "西岭县卫健局" in main(client, "/units/")
    east = main(client, f"/units/?area={EAST}")
    assert "东溪县卫健局" in east
    assert "禾川市卫健委" in east
    assert "西岭县卫健局" not in east
    assert "西岭县卫健局" in main(client, "/units/?area=<script>")


def test_the_directory_lends_its_number_unless_it_is_a_persons(client, cast):
    assert "0999-0123499" in main(client, office("health", EAST, title="东溪县卫健局", directory="0999-0123499").url)
    assert "13800000031" not in main(client, office("health", WEST, title="西岭县卫健局", directory="13800000031").url)


def test_an_office_is_found_by_what_it_does(cast):
    page = office("health", EAST, title="东溪县卫健局", duties="儿童预防接种")
    assert page.title in {"".join(piece.text for piece in found.title) for found in search("预防接种").found}


@pytest.fixture
def stations(cast):
    index = ensure_site().stations
    for name, area, status in (("桃源之家", EAST_VILLAGE, "open"), ("枫林之家", WEST_VILLAGE, "closed")):
        page = StationPage(
            title=name,
            slug=f"station-{area}",
            area_id=area,
            status=status,
            address="村委会一楼",
            telephone="0999-0123431",
        )
        index.add_child(instance=page)
    return index


def test_stations_are_narrowed_to_a_county_and_then_to_a_township(client, stations, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        everywhere = main(client, "/stations/")
    assert "桃源之家" in everywhere
    assert "东溪县柳湾镇桃源村" in everywhere
    assert "?area=990121101000" not in everywhere
    east = main(client, f"/stations/?area={EAST}")
    assert "枫林之家" not in east
    assert "?area=990121101000" in east
    assert "桃源之家" in main(client, "/stations/?area=990121101000")
    assert "枫林之家" in main(client, "/stations/?area=990199000000")


def test_a_closed_station_says_so_and_offers_no_number(client, stations):
    html = main(client, StationPage.objects.get(title="枫林之家").url)
    assert "暂不开放" in html
    assert "tel:" not in html
    assert "tel:09990123431" in main(client, StationPage.objects.get(title="桃源之家").url)


def test_a_station_is_found_by_its_village(stations):
    assert search("桃源村").pager.paginator.count == 1


def test_the_hotlines_lead_to_the_directories_that_have_something_to_show(client, cast, stations):
    html = main(client, "/hotlines/")
    assert 'href="/stations/"' in html
    assert 'href="/units/"' not in html
