"""YAML as people write it, read with care: bounded, without aliases or doubled keys, every mapping knows its line."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode

MOST_BYTES = 1_000_000


class Unreadable(Exception):
    """A file that cannot be taken in. The sentence names the file, the line where there is one, and what to do."""

    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(f"{where}: {sentence}")


class Located(dict[str, Any]):
    """A mapping that remembers where it was written."""

    def __init__(self, *args: Any, where: str = "") -> None:
        super().__init__(*args)
        self.where = where


def read(path: Path, *, name: str | None = None) -> Any:
    """What the file says; mappings are Located. `name` is how the file is called in sentences. Raises Unreadable."""
    name = name or path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(name, _("The file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1_000_000})
        return _parse(path.read_text(encoding="utf-8"), name)
    except OSError as error:
        raise Unreadable(name, _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}) from None
    except UnicodeDecodeError:
        raise Unreadable(name, _("The file is not UTF-8 text.")) from None


def _parse(text: str, name: str) -> Any:
    try:
        return _Loader(text, name).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(_where(name, mark.line) if mark else name, str(error.problem or error.context)) from None
    except yaml.YAMLError:
        raise Unreadable(name, _("The file has characters that YAML does not allow.")) from None
    except RecursionError:
        raise Unreadable(name, _("The file is nested too deeply.")) from None


def _where(name: str, line: int) -> str:
    return _("%(file)s, line %(line)s") % {"file": name, "line": line + 1}


class _Loader(Composer, yaml.CSafeLoader):
    """PyYAML's safe loader on the parser of libyaml, ten times as fast. Nodes are composed here, to refuse aliases."""

    def __init__(self, text: str, name: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)
        self.file = name

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        # A few aliases of aliases can stand for gigabytes; definitions share by `use` and named choices instead.
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line if event.start_mark else 0
            raise Unreadable(_where(self.file, line), _("Aliases (*name) are not allowed here."))
        return super().compose_node(parent, index)

    def located(self, node: MappingNode) -> Located:
        mapping = Located(where=_where(self.file, node.start_mark.line))
        for key_node, value_node in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in mapping:
                problem = _("“%(key)s” stands here twice.") % {"key": key}
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping

    def as_written(self, node: ScalarNode) -> str:
        return str(node.value)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _Loader.located)
# A date stays the text it is: definitions hold formulas and labels, no dates.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.as_written)
