"""What a scanner says of files, by a clamd of our own on this machine that speaks its protocol."""

import socket
import struct
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms import files, job_handlers, services
from forms.files.job_handlers import scan_file
from forms.intake import clamd
from forms.models import StoredFile
from portal.jobs.models import Job
from portal.settings.uploads import scanner
from tests.forms.test_files import jpeg

# In two parts, so that a scanner on this machine leaves the test alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n" + b"x" * 200_000 + b"\n%%EOF\n"


class FakeClamd:
    """Answers INSTREAM; finds EICAR; hangs up on more than `largest`, or at once when it is `rude`."""

    def __init__(self, *, largest: int = 10**9, rude: bool = False) -> None:
        self.largest, self.rude = largest, rude
        self.streams: list[bytes] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = self._door.getsockname()
        self._closing = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        # Connecting wakes the thread, which then finds the door marked as closed.
        self._closing = True
        socket.create_connection(self.address).close()
        self._thread.join()
        self._door.close()

    def _serve(self) -> None:
        while True:
            connection, _address = self._door.accept()
            with connection:
                if self._closing:
                    return
                if not self.rude:
                    connection.sendall(self._answer(connection))

    def _answer(self, connection: socket.socket) -> bytes:
        with connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            stream = b""
            while length := struct.unpack(">I", sent.read(4))[0]:
                stream += sent.read(length)
                if len(stream) > self.largest:
                    return b"INSTREAM size limit exceeded. ERROR\0"
        self.streams.append(stream)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in stream else b"stream: OK\0"


@pytest.fixture
def daemon(settings):
    daemon = FakeClamd()
    settings.CLAMD = daemon.address
    yield daemon
    daemon.close()


def uploaded(draft, data: bytes = PDF, name: str = "说明.pdf") -> StoredFile:
    return files.store(draft, "papers", SimpleUploadedFile(name, data))


def scanned(file: StoredFile) -> StoredFile:
    ending = scan_file(file_id=str(file.pk))
    if ending is not None:
        ending()
    file.refresh_from_db()
    return file


def test_without_a_scanner_files_are_marked_as_not_checked_and_nothing_is_planned(draft, settings):
    assert settings.CLAMD is None

    file = uploaded(draft)
    files.plan_scans()

    assert file.scan == StoredFile.Scan.UNSCANNED
    assert not Job.objects.filter(kind="scan_file").exists()
    assert files.content_of(file) == PDF


def test_with_a_scanner_a_file_is_looked_at_after_it_was_kept(draft, daemon):
    file = uploaded(draft)
    job = Job.objects.get(kind="scan_file")
    assert job.arguments == {"file_id": str(file.pk)}

    scanned(file)

    assert file.scan == StoredFile.Scan.CLEAN
    assert file.scanned_at
    assert daemon.streams == [PDF]


def test_what_the_portal_made_or_built_anew_is_not_sent_to_the_scanner(draft, daemon):
    picture = files.store(draft, "photos", SimpleUploadedFile("a.jpg", jpeg()))
    letter = files.store_receipt(draft, "a.pdf", PDF)

    assert picture.is_ours
    assert letter.is_ours
    assert not Job.objects.filter(kind="scan_file").exists()


def test_an_infected_file_is_locked_away_and_the_row_says_what_was_found(draft, daemon):
    file = scanned(uploaded(draft, PDF + EICAR + b"\n%%EOF"))

    assert (file.scan, file.finding) == (StoredFile.Scan.INFECTED, "Eicar-Test-Signature")
    assert not file.can_be_opened
    with pytest.raises(files.LockedAway):
        files.opened(file)
    with pytest.raises(files.LockedAway):
        files.content_of(file)
    assert storages["sealed"].exists(file.path)


def test_an_infected_file_is_served_to_nobody(draft, daemon, rf):
    file = scanned(uploaded(draft, PDF + EICAR + b"\n%%EOF"))

    request = rf.get("/")
    request.user = None
    answer = files.served(request, file)

    assert answer.status_code == 403
    assert b"EICAR" not in answer.content


def test_a_report_goes_in_whatever_the_scanner_says(draft, daemon):
    file = scanned(uploaded(draft, PDF + EICAR + b"\n%%EOF"))

    submission = services.submit(draft, by=None, idempotency_key="a").submission

    assert submission.unsealed()["papers"] == [str(file.pk)]


def test_a_scanner_that_is_away_is_asked_again_and_the_file_says_that_it_was_not_checked(draft, settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.CLAMD = closed.getsockname()
    file = uploaded(draft)

    with pytest.raises(clamd.ScannerAway):
        scan_file(file_id=str(file.pk))

    file.refresh_from_db()
    assert file.scan == StoredFile.Scan.FAILED
    assert files.content_of(file) == PDF


def test_a_scanner_that_hangs_up_has_judged_nothing(draft, settings):
    daemon = FakeClamd(rude=True)
    settings.CLAMD = daemon.address
    file = uploaded(draft)

    with pytest.raises(clamd.ScannerAway):
        scan_file(file_id=str(file.pk))

    daemon.close()
    file.refresh_from_db()
    assert file.scan == StoredFile.Scan.FAILED


def test_a_file_that_is_too_large_for_the_scanner_could_not_be_checked(draft, settings):
    daemon = FakeClamd(largest=100)
    settings.CLAMD = daemon.address

    verdict = clamd.scan([b"x" * 90, b"", b"x" * 90], daemon.address)

    daemon.close()
    assert (verdict.finding, bool(verdict.trouble)) == ("", True)


def test_a_damaged_or_lost_file_could_not_be_checked(draft, daemon):
    damaged, lost = uploaded(draft), uploaded(draft, name="b.pdf")
    StoredFile.objects.filter(pk=damaged.pk).update(path=lost.path)
    storages["sealed"].delete(lost.path)

    assert scanned(lost).scan == StoredFile.Scan.FAILED
    assert scanned(damaged).scan == StoredFile.Scan.FAILED


def test_a_judgement_stays_when_it_cannot_be_repeated(draft, daemon):
    file = scanned(uploaded(draft, PDF + EICAR + b"\n%%EOF"))
    storages["sealed"].delete(file.path)

    assert scanned(file).scan == StoredFile.Scan.INFECTED


def test_a_file_that_went_before_its_turn_needs_no_scan(draft, daemon):
    file = uploaded(draft)
    file_id = str(file.pk)
    files.remove(file)

    assert scan_file(file_id=file_id) is None


def test_the_sweep_has_scanned_what_was_never_or_long_ago_judged(draft, daemon, settings):
    never, lately, long_ago = (uploaded(draft, name=name) for name in ("a.pdf", "b.pdf", "c.pdf"))
    Job.objects.all().delete()
    now = timezone.now()
    StoredFile.objects.filter(pk=lately.pk).update(scan="clean", scanned_at=now - timedelta(days=29))
    StoredFile.objects.filter(pk=long_ago.pk).update(scan="infected", scanned_at=now - timedelta(days=31))

    job_handlers.sweep()
    job_handlers.sweep()

    planned = Job.objects.filter(kind="scan_file").values_list("arguments__file_id", flat=True)
    assert sorted(planned) == sorted([str(never.pk), str(long_ago.pk)])
    due = StoredFile.objects.due_for_scan(before=now - timedelta(days=30))
    assert list(due) == [never, long_ago]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner:3310", ("scanner", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_scanner_is_named_by_one_setting(monkeypatch, written, meant):
    monkeypatch.setenv("CLAMD", written)

    assert scanner("CLAMD") == meant


@pytest.mark.parametrize("written", ["scanner", "scanner:", "scanner:0", "scanner:99999", "http://scanner:3310"])
def test_an_address_that_is_none_is_refused_in_a_sentence(monkeypatch, written):
    monkeypatch.setenv("CLAMD", written)

    with pytest.raises(ImproperlyConfigured, match="host:port"):
        scanner("CLAMD")


def test_a_scanner_may_listen_at_a_socket(tmp_path):
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "clamd"))
        door.listen()

        def answer():
            connection, _address = door.accept()
            with connection, connection.makefile("rb") as sent:
                sent.read(10 + 4 + 3 + 4)
                connection.sendall(b"stream: OK\0")

        thread = threading.Thread(target=answer)
        thread.start()
        verdict = clamd.scan([b"abc"], str(tmp_path / "clamd"))
        thread.join()
    assert verdict == clamd.Verdict()
