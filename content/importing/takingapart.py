"""The process that takes a file apart. A program, never imported by the portal: whatever a file makes its reader do, it
does it here, with little memory and time.

Arguments: the folder of the project, the language of sentences, the folders of their translations. Input: the file.
Output, as JSON: `{"text", "warnings"}`, or `{"refused"}` with the sentence.
"""

import gc
import json
import resource
import sys

ADDRESS_SPACE_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 30


def take_apart(data: bytes) -> dict[str, object]:
    from content.importing.kinds import reader_for
    from content.importing.unreadable import Unreadable

    try:
        text, warnings = reader_for(data)(data)
    except Unreadable as refused:
        return {"refused": str(refused)}
    return {"text": text, "warnings": [str(warning) for warning in warnings]}


def main(project: str, language: str, *translations: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    sys.path.insert(0, project)
    import django
    from django.conf import settings

    settings.configure(USE_I18N=True, LANGUAGE_CODE=language, LOCALE_PATHS=translations)
    django.setup(set_prefix=False)
    sys.stdout.buffer.write(json.dumps(take_apart(sys.stdin.buffer.read())).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
