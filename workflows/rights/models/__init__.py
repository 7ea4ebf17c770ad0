from workflows.rights.models.correction import CorrectionProposal
from workflows.rights.models.erasure import ErasureProposal, RunningOut, Tombstone
from workflows.rights.models.hold import Hold
from workflows.rights.models.request import DataRequest, Export, Match
from workflows.rights.models.restriction import Restriction

__all__ = [
    "CorrectionProposal",
    "DataRequest",
    "ErasureProposal",
    "Export",
    "Hold",
    "Match",
    "Restriction",
    "RunningOut",
    "Tombstone",
]
