"""Master keys of two generations, and digests that are looked up afresh."""

import pytest

from portal.privacy import indexkeys
from portal.settings.masterkeys import MasterKeys

FIRST = "only-for-tests-master-key-one-of-one"
SECOND = "only-for-tests-the-second-master-key"


@pytest.fixture
def second_key(settings):
    """The operator has added a second version: new keys are wrapped under it."""
    settings.MASTER_KEYS = MasterKeys({"1": FIRST, "2": SECOND})


@pytest.fixture
def only_second_key(settings):
    settings.MASTER_KEYS = MasterKeys({"2": SECOND})


@pytest.fixture
def fresh_index_keys():
    """Whatever a test does to the index keys, no other test sees it."""
    indexkeys.forget()
    yield
    indexkeys.forget()
