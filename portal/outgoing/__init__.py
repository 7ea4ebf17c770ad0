"""Requests that the portal sends to other systems: to named hosts only, never into its own network, signed, in time."""

from portal.outgoing.hosts import host_problem
from portal.outgoing.problems import NotSent
from portal.outgoing.sending import encoded, post_json
from portal.outgoing.signing import for_dingtalk, signed

__all__ = ["NotSent", "encoded", "for_dingtalk", "host_problem", "post_json", "signed"]
