from portal.notices.models.channel import Channel, Delivery
from portal.notices.models.choice import NoticeChoice
from portal.notices.models.notice import Notice

__all__ = ["Channel", "Delivery", "Notice", "NoticeChoice"]
