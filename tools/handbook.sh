#!/bin/sh
# The handbook's pictures, taken by the browser tests while they do the job, and only those that a page shows.
# The report goes first: what the administrator changes later would be in its pictures.
set -eu

taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
HANDBOOK_PICTURES=$taken .venv/bin/python -m pytest \
    tests/browser/test_main_job.py tests/browser/test_every_room.py tests/browser/test_admin_rooms.py \
    tests/browser/test_administrator.py tests/browser/test_editor.py tests/browser/test_child_file.py tests/browser/test_reading.py \
    tests/browser/test_assessment.py tests/browser/test_case_to_the_end.py
.venv/bin/python tools/pictures.py "$taken"
