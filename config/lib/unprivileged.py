"""PostgreSQL refuses to run as root. Who runs it then, and what that account can reach."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import NamedTuple

NOBODY = 65534


class Account(NamedTuple):
    uid: int
    gid: int


def unprivileged() -> Account:
    """`nobody`, or its usual number where no such name is known."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)


def may_enter(account: Account, folder: Path) -> bool:
    """Whether this account can go there. Asked by going there: a closed folder anywhere above is enough to stop it."""
    tried = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=account.uid, group=account.gid, extra_groups=[], cwd="/", stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return tried.returncode == 0


def give(account: Account, tree: Path) -> None:
    """Makes a tree that account's own, so that no umask of ours stands in its way."""
    for path in (tree, *tree.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
