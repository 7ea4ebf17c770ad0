def test_the_cast_assembles_and_each_acts_in_one_post(cast):
    assert cast.east_police.acting_post.organisation.function == "police"
