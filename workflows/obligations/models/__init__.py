from workflows.obligations.models.definition import Obligation, ObligationVersion
from workflows.obligations.models.owed import ComingOfAge, ExcuseReason, Owed, OwedQuerySet, Round

__all__ = ["ComingOfAge", "ExcuseReason", "Obligation", "ObligationVersion", "Owed", "OwedQuerySet", "Round"]
