"""Filling in a form step by step. A host subclasses FormWizard; see its docstring."""

from forms.wizard.view import FormWizard

__all__ = ["FormWizard"]
