"""What a policy document is worth today, how high its issuer stands, and whether everybody may have it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    CONSULTATION = "consultation", _("draft for comment")
    AMENDED = "amended", _("amended")
    PARTLY_EXPIRED = "partly_expired", _("partly expired")
    REPEALED = "repealed", _("repealed")
    EXPIRED = "expired", _("expired")


class Level(models.TextChoices):
    """Of the issuer."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture or city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")


class Disclosure(models.TextChoices):
    PUBLISHED = "published", _("published on own initiative")
    ON_REQUEST = "on_request", _("on request")
    WITHHELD = "withheld", _("not disclosed")


def standing_now() -> models.Case:
    """`PolicyPage.standing` as the database says it."""
    over = models.When(validity=Validity.IN_FORCE, expires_on__lt=timezone.localdate(), then=models.Value("expired"))
    return models.Case(over, default=models.F("validity"), output_field=models.CharField())
