from portal.directory import codes


def test_every_code_of_an_area_lies_within_its_bounds_and_the_next_area_does_not():
    for inside, outside in (("990121101201", "990122000000"), ("990121000000", "990120999999")):
        first, behind = codes.bounds("990121000000")
        assert first <= inside < behind
        assert not first <= outside < behind


def test_the_last_codes_there_are_have_bounds_too():
    first, behind = codes.bounds("990000000000")

    assert first <= "990121101201" < behind
    assert first <= "999999999999" < behind
    assert not first <= "989999999999" < behind
