"""A field that points to a case finds those that the person sees, and no others."""

from forms.answering import problem_with
from forms.fieldtypes import lookups
from tests.forms.fieldtypes.asking import question

ASKED = question("case_link")


def refused(number, post):
    with lookups.asking_as(lambda: post):
        return problem_with(ASKED, number)


def test_the_police_of_the_place_find_their_case_by_its_number_and_by_its_last_digits(story):
    case = story.report()
    police = story.cast.post("east_police")
    assert refused(case.number, police) is None
    assert refused(str(case.serial), police) is None


def test_who_may_not_see_the_case_cannot_tell_it_from_one_that_is_not_there(story):
    case = story.report()
    elsewhere = story.cast.post("west_police")
    assert refused(case.number, elsewhere)
    assert refused(case.number, elsewhere) == refused("2026-99999", elsewhere)
    assert refused(case.number, None)
