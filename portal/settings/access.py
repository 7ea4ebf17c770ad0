"""Who may break the glass, for how long, and how the access log is kept."""

from portal.settings import environment

# Posts that may open a case of their area that they are no part of, in an emergency (docs/handbook/应急查看.md).
BREAK_GLASS_ROLES = environment.words("BREAK_GLASS_ROLES", "police_leader,civil_affairs_leader")
BREAK_GLASS_HOURS = environment.integer("BREAK_GLASS_HOURS", 24, least=1, most=72)
# In how many days a person who asks about their data gets an answer (workflows.rights). The Personal Information
# Protection Law says "in good time" (articles 45, 46, 50); thirty days are what GB/T 35273-2020, 8.7, allows at most.
DATA_REQUEST_DAYS = environment.integer("DATA_REQUEST_DAYS", 30, least=1, most=30)
# For how long after the answer or the refusal it is kept who asked (docs/decisions/0021). Three years is the general
# time in which a right can be brought before a court (Civil Code, article 188).
DATA_REQUEST_KEEP_MONTHS = environment.integer("DATA_REQUEST_KEEP_MONTHS", 36, least=12, most=120)
# The database refuses to change rows of the access log (portal/access/guards.py).
ACCESS_LOG_GUARDED = True
