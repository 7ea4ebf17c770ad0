# The doors of the project. What each does is in tools/, in files one can read.

.PHONY: setup run test lint bench handbook messages lock

setup:                ## virtual environment from the hashed lock file, system packages when allowed
	@sh tools/setup.sh

run: setup            ## web and worker under one supervisor; PORT, DATA_DIR, DATABASE_URL, REDIS_URL, STORAGE_URL
	@exec .venv/bin/python -m portal.supervisor

test:                 ## everything, on SQLite and on a throw-away PostgreSQL and Redis
	@sh tools/setup.sh tests
	@sh tools/test.sh

lint:                 ## style, types, architecture, templates, security, migrations, translations
	@sh tools/setup.sh tests
	@sh tools/lint.sh

bench:                ## the figures of docs/benchmarks.md
	@sh tools/setup.sh tests
	@exec .venv/bin/python -m tests.benchmarks

handbook:             ## the pictures of docs/handbook, taken by the browser tests
	@sh tools/setup.sh tests
	@sh tools/handbook.sh

messages:             ## collect the texts to translate into portal/locale
	@sh tools/setup.sh tests
	@exec .venv/bin/python tools/translations.py collect

lock:                 ## new lock files from pyproject.toml
	@sh tools/lock.sh
