"""Rows that are written once: a mistake that would change or delete one is stopped before it reaches the database."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """`_base_manager` knows nothing of this: it is how Django itself reaches the rows, and tests that damage them."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse(self.model, "changed")

    def delete(self) -> NoReturn:
        _refuse(self.model, "deleted")


class WrittenOnce(models.Model):
    """Raises TypeError when a saved row is saved again or deleted, by itself or with others."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            _refuse(type(self), "changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self), "deleted")


def _refuse(model: type[models.Model], done: str) -> NoReturn:
    raise TypeError(f"A row of {model._meta.label} is written once and never {done}.")
