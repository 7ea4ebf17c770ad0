"""What has become of the duties of a document: told by the floor above, which gives work to people.

This floor knows no tasks. Whoever makes tasks of duties says, for a reader who is signed in, what there is on each and
where another can be made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from content.duties.matrix import Matrix, Work
from content.models import PolicyPage
from portal.directory.models import User

# A unit and a clause, as the matrix names them.
Place = tuple[str, str]


@dataclass(frozen=True)
class Board:
    """The work there is on each duty, and the addresses that make some."""

    works: Mapping[Place, list[Work]] = field(default_factory=dict)
    assign: Mapping[Place, str] = field(default_factory=dict)


Provider = Callable[[User, PolicyPage, Matrix], Board]
_providers: list[Provider] = []


def register(provide: Provider) -> None:
    """Called once, in the AppConfig of the floor that makes tasks."""
    _providers.append(provide)


def fill(matrix: Matrix, page: PolicyPage, user: User) -> None:
    """Each cell gets what that person may see of it and do with it."""
    for provide in _providers:
        board = provide(user, page, matrix)
        for clause in matrix.clauses:
            for unit, cell in clause.cells.items():
                cell.works += board.works.get((unit, clause.id), [])
                cell.assign = board.assign.get((unit, clause.id), cell.assign)
