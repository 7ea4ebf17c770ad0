"""One password for all demo people, made at the first load, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from portal.directory.models import Post, User
from portal.directory.roles import ROLES

# Nothing that can be misread when it is typed from a printed page.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def file() -> Path:
    return Path(settings.DATA_DIR) / "demo-sign-ins.txt"


def ensure(new: list[User], *, usernames: list[str]) -> str:
    """Give the new users the demo password, write the file, return its text.

    When the password is another one than last time (named in the environment, or the file is gone), all demo people
    get it; what a person of another name signs in with is never touched.
    """
    kept = _kept_password()
    password = os.environ.get("DEMO_PASSWORD") or kept or _new_password()
    names = [user.username for user in new] if password == kept else usernames
    if names:
        # One hash for all: they share the password anyway, and forty slow hashes would take seconds.
        User.objects.filter(username__in=names).update(password=make_password(password))
    text = _table(password, usernames)
    _write(text)
    return text


def _new_password() -> str:
    """Sixteen of thirty-one letters: 79 bits."""
    letters = "".join(secrets.choice(LETTERS) for _position in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _kept_password() -> str | None:
    """The password of an earlier load: the last word of the file's first line."""
    if not file().exists():
        return None
    return file().read_text(encoding="utf-8").splitlines()[0].split()[-1]


def _table(password: str, usernames: list[str]) -> str:
    posts = Post.objects.filter(user__username__in=usernames).select_related("user", "organisation")
    by_name = {post.user.username: post for post in posts}
    lines = [_("Password of all demo people:") + f" {password}", ""]
    lines += [_line(by_name[username]) for username in usernames if username in by_name]
    return "\n".join(lines) + "\n"


def _line(post: Post) -> str:
    return f"{post.user.username:<16}{post.user.name}  {post.organisation.name} {post.title}  ({ROLES[post.role]})"


def _write(text: str) -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    file().chmod(0o600)
