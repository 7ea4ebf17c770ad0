from workflows.obligations.models.definition import Obligation, ObligationVersion
from workflows.obligations.models.owed import ExcuseReason, Owed, OwedQuerySet, Round

__all__ = ["ExcuseReason", "Obligation", "ObligationVersion", "Owed", "OwedQuerySet", "Round"]
