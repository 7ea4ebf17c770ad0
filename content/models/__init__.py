from content.models.base import BasePage

__all__ = ["BasePage"]
