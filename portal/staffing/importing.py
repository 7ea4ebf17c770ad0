"""The table of people and posts: one row for each post. People are known by their sign-in name.

The file never sets a password: whoever is new signs in with the sheet that an administrator prints afterwards.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.importing.tables import Column, Outcome, Row, Table, Verdict, WrongValue, day
from portal.directory.models import Organisation, Post, User
from portal.directory.naming import tidy
from portal.directory.roles import ROLES
from portal.staffing.policies import may_keep_posts_of
from portal.words import both

PERSON = ("name", "email")
POST = ("title", "ends_on")


def sign_in_name(text: str) -> str:
    name = text.strip()
    try:
        User._meta.get_field("username").run_validators(name)
    except ValidationError:
        raise WrongValue(_("is no sign-in name; use letters, digits and @ . + - _")) from None
    return name


def address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise WrongValue(_("is no e-mail address")) from None
    return text


class StaffTable(Table):
    titles = both("人员与岗位", "People and posts")
    columns = (
        Column("username", both("登录名", "Sign-in name"), sign_in_name, needed=True, example="li.wen"),
        Column("name", both("姓名", "Full name"), needed=True, most=60, example="李文"),
        Column("email", both("电子邮箱", "E-mail"), address),
        Column("organisation", both("单位名称", "Organisation"), needed=True, example="东溪县民政局"),
        Column("role", both("角色", "Role"), choices=ROLES, needed=True),
        Column("title", both("职务", "Title"), most=60, example="儿童福利股干部"),
        Column("starts_on", both("开始日期", "From"), day, example="2026-11-22"),
        Column("ends_on", both("结束日期", "Until"), day),
    )

    def __init__(self, by: User | None = None) -> None:
        """`by` takes the rows in."""
        self._by = by

    def look_up(self, rows: Sequence[Row]) -> None:
        self._organisations = {tidy(each.name): each for each in Organisation.objects.all()}
        self._people = {person.username: person for person in User.objects.all()}
        self._new: dict[str, User] = {}
        self._taken: dict[tuple[str, int, str], int] = {}

    def judge(self, row: Row) -> Verdict:
        name = f"{row.values['name']} ({row.values['username']})"
        organisation = self._organisation(row)
        if organisation is None:
            return Verdict(row, Outcome.WRONG, name)
        self._only_once(row, organisation)
        person = self._person(row.values["username"])
        post = self._post(row, person, organisation)
        changes = _fill(person, PERSON, row) + _fill(post, POST, row)
        self._check(row, post)
        if self._by and not may_keep_posts_of(self._by, person) and (changes or post.pk is None):
            row.fault("username", _("is yourself: another administrator gives you a post, or changes it"))
        if row.faults:
            return Verdict(row, Outcome.WRONG, name)
        if post.pk is None:
            return Verdict(row, Outcome.NEW, name, found=post)
        return Verdict(row, Outcome.CHANGED if changes else Outcome.SAME, name, changes, post)

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Row by row: what is to happen when a post ends happens for these too."""
        for verdict in verdicts:
            post: Post = verdict.found
            if post.user.pk is None:
                post.user.set_unusable_password()
            post.user.save()
            post.user = post.user
            post.save()

    def _organisation(self, row: Row) -> Organisation | None:
        found = self._organisations.get(tidy(row.values["organisation"]))
        if found is None:
            row.fault("organisation", _("is the name of no organisation here"))
        elif not found.active:
            row.fault("organisation", _("is not in use any more"))
        return found

    def _only_once(self, row: Row, organisation: Organisation) -> None:
        key = (row.values["username"], organisation.pk, row.values["role"])
        if (first := self._taken.setdefault(key, row.number)) != row.number:
            row.fault("username", _("has this post in row %(row)d already") % {"row": first})

    def _person(self, username: str) -> User:
        """One that is there, or one new person for all rows with that name."""
        known = self._people.get(username)
        return known or self._new.setdefault(username, User(username=username))

    def _post(self, row: Row, person: User, organisation: Organisation) -> Post:
        """The post that this person has there in this role now or later; else a new one."""
        role = row.values["role"]
        if person.pk:
            held = person.posts.filter(organisation=organisation, role=role).exclude(ends_on__lt=timezone.localdate())
            if (post := held.order_by("starts_on").first()) is not None:
                post.user, post.organisation = person, organisation
                return post
        starts_on = row.values.get("starts_on") or timezone.localdate()
        return Post(user=person, organisation=organisation, role=role, starts_on=starts_on)

    def _check(self, row: Row, post: Post) -> None:
        """What the editor of posts would refuse, in its words."""
        try:
            post.clean()
        except ValidationError as refused:
            for field, sentences in refused.message_dict.items():
                row.fault(field, " ".join(sentences))


def _fill(target: Any, fields: Sequence[str], row: Row) -> list[tuple[str, str, str]]:
    """Put the row in. What a row leaves empty, or has no column for, stays as it is."""
    titles = {column.key: column.title for column in StaffTable.columns}
    changes = []
    for field in fields:
        value, before = row.values.get(field, ""), getattr(target, field)
        if value not in ("", before):
            setattr(target, field, value)
            changes.append((titles[field], _shown(before), _shown(value)))
    return changes


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
