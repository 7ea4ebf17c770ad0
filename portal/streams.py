"""A stream of blocks that migrations do not list."""

from typing import Any, Self

from wagtail.fields import StreamField


class UnlistedStreamField(StreamField):
    """The blocks change with each kind of part; the column does not, so a migration need not know them."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

    def clone(self) -> Self:
        kwargs = self.deconstruct()[3]
        return type(self)(self.stream_block, **kwargs)
