"""`make run`: database, web server and worker together, until Ctrl-C. See docs/running.md."""

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from config.lib import processes
from config.lib.embedded import Cluster, ClusterError
from tools import kept, port
from tools.trouble import KEPT, ROOT, Trouble, say, told

MANAGE = [sys.executable, str(ROOT / "manage.py")]
OWNER, SERVING, DATABASE = "equal_owner", "equal_web", "equal"
PAUSE = 2.0  # seconds before a child that died is started again
GRACE = 1.5  # seconds that children have to finish what they are doing


class Stop(Exception):
    """Somebody wants us to stop."""


def main() -> int:
    number = port.check()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    cluster: Cluster | None = None
    run = Run(number)
    port.remember(run.mark, {})
    try:
        cluster = run.use_database()
        run.prepare()
        run.start()
        run.announce()
        run.watch(cluster)
    except Stop:
        say("\nStopping ...")
    except ClusterError as error:
        raise Trouble(str(error)) from None
    finally:
        # A second Ctrl-C must not interrupt the stopping.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        run.stop()
        if cluster:
            cluster.stop()
    say("Stopped. Your data is kept.")
    return 0


def stop(number: int, frame: FrameType | None) -> None:
    raise Stop


class Run:
    """The children of one run and the environment they get."""

    def __init__(self, number: int) -> None:
        self.secrets = kept.secrets_of()
        self.address = f"http://127.0.0.1:{number}"
        self.owner_url = ""
        self.environment = self._environment()
        self.commands = {"web": self._web(number)}
        if list(ROOT.glob("*/management/commands/work.py")):
            self.commands["worker"] = [*MANAGE, "work"]
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.mark = f"EQUAL_RUN={secrets.token_hex(8)}"

    def _environment(self) -> dict[str, str]:
        """What is set already wins, so that any setting can be tried out by naming it before `make run`."""
        mail = KEPT / "mail"
        mail.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = {
            "DEBUG": "1",
            "SECRET_KEY": self.secrets["SECRET_KEY"],
            "LINK_KEY": self.secrets["LINK_KEY"],
            "DEMO_STAFF_PASSWORD": self.secrets["DEMO_STAFF_PASSWORD"],
            "SITE_URL": self.address,
            # Four slashes: with three the folder would be relative.
            "EMAIL_URL": f"filemail:///{mail}",
            "ERASURE_LIST": str(KEPT / "backups" / "erasures.jsonl"),
            "PYTHONUNBUFFERED": "1",
        }
        environment = ours | {name: value for name, value in os.environ.items() if value or name not in ours}
        environment.pop("AS_OWNER", None)
        self.owner_url = environment.pop("DATABASE_OWNER_URL", "")
        return environment

    def _web(self, number: int) -> list[str]:
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number),
            "--workers", "1", "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
            "config.wsgi:application",
        ]  # fmt: skip

    def use_database(self) -> Cluster | None:
        """The server that DATABASE_URL and DATABASE_OWNER_URL name, or one of our own."""
        given = self.environment.get("DATABASE_URL", "")
        if bool(given) != bool(self.owner_url):
            raise Trouble(
                "Set both DATABASE_URL (the role that serves) and DATABASE_OWNER_URL (the role that owns), or neither. "
                "See docs/running.md."
            )
        if given:
            return None
        cluster = Cluster(KEPT / "db")
        try:
            cluster.start()
            cluster.make_role(OWNER, self.secrets["OWNER_PASSWORD"])
            cluster.make_role(SERVING, self.secrets["WEB_PASSWORD"])
            cluster.make_database(DATABASE, OWNER)
        except BaseException:
            cluster.stop()
            raise
        self.use(cluster)
        return cluster

    def use(self, cluster: Cluster) -> None:
        """Addresses of both roles on a server that runs."""
        self.environment["DATABASE_URL"] = cluster.url(SERVING, self.secrets["WEB_PASSWORD"], DATABASE)
        self.owner_url = cluster.url(OWNER, self.secrets["OWNER_PASSWORD"], DATABASE)

    def prepare(self) -> None:
        """Tables as the owner; demonstration content as the serving role."""
        self._manage("migrate", "--verbosity", "0", DATABASE_OWNER_URL=self.owner_url)
        if list(ROOT.glob("*/management/commands/demo.py")):
            self._manage("demo")

    def _manage(self, *command: str, **more: str) -> None:
        if self.manage(*command, **more):
            raise Trouble(f"`manage.py {command[0]}` failed; what it said stands above.")

    def manage(self, *command: str, **more: str) -> int:
        """The status of a management command in the environment of this run."""
        return subprocess.run([*MANAGE, *command], cwd=ROOT, env=self.environment | more).returncode

    def start(self) -> None:
        for name in self.commands:
            self._start(name)
        deadline = time.monotonic() + 60
        while not answers(self.address):
            if self.children["web"].poll() is not None:
                raise Trouble("The web server did not start; what it said stands above.")
            if time.monotonic() > deadline:
                raise Trouble(f"The web server does not answer at {self.address}.")
            time.sleep(0.1)

    def _start(self, name: str) -> None:
        mark = f"{self.mark}-{name}"
        # A web server that was killed leaves its own children behind, with the port in their hands.
        processes.end(processes.marked(mark), by=signal.SIGKILL, patience=3)
        self.children[name] = subprocess.Popen(
            self.commands[name], cwd=ROOT, env=self.environment | dict([mark.split("=", 1)]), stdin=subprocess.DEVNULL,
            preexec_fn=processes.die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes a system call
        )  # fmt: skip
        port.remember(self.mark, {child: process.pid for child, process in self.children.items()})

    def announce(self) -> None:
        lines = [
            ("The portal", f"{self.address}/"),
            ("The desk", f"{self.address}/admin/"),
            ("  staff", "moderator, admin"),
            ("  password", self.environment["DEMO_STAFF_PASSWORD"]),
            ("Mail it sent", f"{self.address}/dev/mail/"),
        ]
        say("\n" + "\n".join(f"  {what:<14}{where}" for what, where in lines))
        if "worker" not in self.commands:
            say("  There is no worker yet: no mail is sent.")
        say("\n  Ctrl-C stops all of it. What you enter is kept.\n")

    def watch(self, cluster: Cluster | None) -> None:
        """Starts again what dies, after a pause, for as long as nobody says stop."""
        while True:
            time.sleep(0.5)
            if cluster and not cluster.running():
                say("The database stopped; starting it again.")
                cluster.stop()
                cluster.start()
            for name, child in list(self.children.items()):
                if child.poll() is None:
                    continue
                say(f"The {name} ended with status {child.returncode}; starting it again in {PAUSE:.0f} s.")
                time.sleep(PAUSE)
                self._start(name)

    def stop(self) -> None:
        """Asks all children to end at once, then insists."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        port.forget()


def answers(address: str) -> bool:
    """Whether anything answers there, an error page included."""
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=2)  # noqa: S310 - our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    os.chdir(Path(ROOT))
    sys.exit(told(main))
