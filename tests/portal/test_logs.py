"""What a log may say about an accident."""

import logging

from portal.logs import DiscreetFormatter

NAME = "王小明"


def record_of(error):
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise error from cause
    except type(error) as caught:
        return logging.LogRecord(
            "portal", logging.ERROR, __file__, 1, "Failed", (), (type(caught), caught, caught.__traceback__)
        )


def test_a_traceback_names_kinds_and_places_but_no_text_of_an_exception():
    text = DiscreetFormatter().format(record_of(ValueError(NAME)))
    assert NAME not in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


def test_what_another_formatter_wrote_down_before_is_not_repeated():
    record = record_of(ValueError(NAME))
    logging.Formatter().format(record)
    assert NAME not in DiscreetFormatter().format(record)
