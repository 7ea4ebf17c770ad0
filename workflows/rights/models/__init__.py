from workflows.rights.models.erasure import ErasureProposal, RunningOut, Tombstone
from workflows.rights.models.hold import Hold

__all__ = ["ErasureProposal", "Hold", "RunningOut", "Tombstone"]
