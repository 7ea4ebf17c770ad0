"""What other rooms ask of the keys without sealing anything."""

from portal.privacy.digests import fingerprint, keyed_digest
from portal.privacy.keyproviders import MissingMasterKey

__all__ = ["MissingMasterKey", "fingerprint", "keyed_digest"]
