"""A real IMAP server for tests: dovecot on a free port of the loopback, with its own settings and an empty mailbox."""

import grp
import imaplib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.parse import quote

from tests.mail_sink import free_port

USER, PASSWORD = "replies@northwind.example", "p@ss/word: 1"
REMEDY = (
    "dovecot, the IMAP server of the tests, is missing. Remedy: scripts/setup.sh imap (apt-get install dovecot-imapd)."
)
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {tls}
disable_plaintext_auth = no
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%n
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class ImapServer:
    port: int
    tls_port: int = 0

    @property
    def url(self) -> str:
        return f"imap://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def mailbox(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as connection:
            connection.login(USER, PASSWORD)
            connection.select("INBOX")
            yield connection

    def deliver(self, *mails: bytes) -> None:
        with self.mailbox() as connection:
            for mail in mails:
                status, _data = connection.append("INBOX", "", None, mail)
                assert status == "OK"

    def flags(self) -> list[set[str]]:
        """Of each mail that is there, in order of arrival."""
        with self.mailbox() as connection:
            _status, data = connection.uid("FETCH", "1:*", "(FLAGS)")
            found = [re.search(rb"FLAGS \(([^)]*)\)", line) for line in data if isinstance(line, bytes)]
        return [set(match[1].decode().split()) - {r"\Recent"} for match in found if match]

    def empty(self) -> None:
        with self.mailbox() as connection:
            connection.uid("STORE", "1:*", "+FLAGS", r"\Deleted")
            connection.expunge()


@contextmanager
def running_imap_server(certificate: Path | None = None) -> Iterator[ImapServer]:
    """Start one, wait until it answers, end it. A missing server fails the test that needs it.

    ``certificate``: a file with key and certificate, for STARTTLS and a second port that speaks TLS alone.
    """
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    assert program, REMEDY
    # As root dovecot wants other users for mail and for itself; else all of it is whoever runs the tests.
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with tempfile.TemporaryDirectory(prefix="hexad-imap-", ignore_cleanup_errors=True) as name:
        folder, port, tls_port = Path(name), free_port(), free_port() if certificate else 0
        _write_settings(folder, (port, tls_port), owner, certificate)
        process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.PIPE)
        try:
            _wait_for(process, port, folder)
            yield ImapServer(port, tls_port)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _write_settings(folder: Path, ports: tuple[int, int], owner: pwd.struct_passwd, certificate: Path | None) -> None:
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    (folder / "users").write_text(f"{USER}:{{PLAIN.B64}}{b64encode(PASSWORD.encode()).decode()}\n")
    values = {
        "folder": folder,
        "port": ports[0],
        "tls_port": ports[1],
        "tls": f"yes\nssl_cert = <{certificate}\nssl_key = <{certificate}" if certificate else "no",
        "user": owner.pw_name,
        "group": grp.getgrgid(owner.pw_gid).gr_name,
        "uid": owner.pw_uid,
        "gid": owner.pw_gid,
    }
    (folder / "dovecot.conf").write_text(SETTINGS.format(**values))


def _wait_for(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    """Ask until it greets; it says nothing when it is ready."""
    pause = Event()
    for _attempt in range(400):
        if process.poll() is not None:
            raise AssertionError(f"dovecot ended: {process.communicate()[1].decode()} {_log(folder)}")
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=20).logout()
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise AssertionError(f"dovecot does not answer: {_log(folder)}")


def _log(folder: Path) -> str:
    path = folder / "log"
    return path.read_text() if path.exists() else ""
