"""Documents, archives and programs, under names of every kind."""

import io
import zipfile
from collections.abc import Callable

from tests.intake.pictures import CANARY, drawn

# In two parts, so that a scanner on this machine leaves the tests alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 200
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x08mdat" * 20
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200
AVIF = b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + b"\x00" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + b"\xec\xa5\xc1\x00" + b"\x00" * 600
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def archive(parts: dict[str, bytes | str], *, packed: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def office(main: str = WORD, *, at: str = "word/document.xml", **more: bytes | str) -> bytes:
    types = f'<Types><Override PartName="/{at}" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types, "_rels/.rels": "<x/>", at: "<w/>", **more}, packed=True)


def cut(data: bytes) -> bytes:
    return data[: len(data) - 60]


SAVED, REFUSED = True, False

# Name: what it is called, how it is made, and whether it is kept (and then only ever saved).
DOCUMENTS: dict[str, tuple[str, Callable[[], bytes], bool]] = {
    "pdf": ("说明.pdf", lambda: PDF, SAVED),
    "pdf with eicar": ("a.pdf", lambda: PDF + EICAR, SAVED),
    "pdf with javascript": ("a.pdf", lambda: PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript/JS(x)>>>>"), SAVED),
    "pdf that is an archive too": ("a.pdf", lambda: PDF + archive({"a.class": "x"}), REFUSED),
    "pdf that is a page too": ("a.pdf", lambda: b"%PDF-1.7\n<html><script>alert(1)</script>\n" + PDF, REFUSED),
    "pdf called a picture": ("a.jpg", lambda: PDF, SAVED),
    "pdf that begins late": ("a.pdf", lambda: b"\n" * 500 + PDF, REFUSED),
    "sound": ("a.mp3", lambda: MP3, SAVED),
    "sound that is a page too": ("a.mp3", lambda: MP3[:10] + b"<SCRIPT>alert(1)</SCRIPT>" + MP3[10:], REFUSED),
    "sound that is an archive too": ("a.mp3", lambda: MP3 + archive({"a": "x"}), REFUSED),
    "film": ("a.mp4", lambda: MP4, SAVED),
    "film that is a page too": ("a.mp4", lambda: MP4 + b"<!DOCTYPE html><script>x</script>", REFUSED),
    "word": ("a.docx", office, SAVED),
    "excel": ("a.xlsx", lambda: office(EXCEL, at="xl/workbook.xml"), SAVED),
    "word with macros": ("a.docx", lambda: office(**{"word/vbaProject.bin": b"x"}), REFUSED),
    "word with macros and a harmless name": (
        "a.docx",
        lambda: office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        REFUSED,
    ),
    "word with a control that runs": ("a.docx", lambda: office(**{"word/activeX/activeX1.bin": b"x"}), REFUSED),
    "word with a file inside": ("a.docx", lambda: office(**{"word/embeddings/oleObject1.bin": OLE}), REFUSED),
    "excel with old macros": (
        "a.xlsx",
        lambda: office(EXCEL, at="xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}),
        REFUSED,
    ),
    "word that unpacks to a gigabyte": ("a.docx", lambda: office(**{"word/media/a.bin": _gigabyte()}), REFUSED),
    "word cut off": ("a.docx", lambda: cut(office()), REFUSED),
    "word behind a program": ("a.docx", lambda: b"MZ\x90\0" + office(), REFUSED),
    "excel called word": ("a.docx", lambda: office(EXCEL, at="word/document.xml"), REFUSED),
    "old word": ("a.doc", lambda: OLE, REFUSED),
    "archive": ("a.zip", lambda: archive({"a.txt": CANARY}), REFUSED),
    "archive in an archive": ("a.zip", lambda: archive({"a.zip": archive({"b": "x"})}, packed=True), REFUSED),
    "archive that writes elsewhere": ("a.zip", lambda: archive({"../../etc/cron.d/x": "x"}), REFUSED),
    "archive called a picture": ("a.jpg", lambda: archive({"a": "x"}), REFUSED),
    "packed gigabyte": ("a.gz", lambda: b"\x1f\x8b\x08" + b"\0" * 100, REFUSED),
    "heic of a phone": ("IMG_0001.HEIC", lambda: HEIC, REFUSED),
    "heic called a jpeg": ("IMG_0001.jpg", lambda: HEIC, REFUSED),
    "avif": ("a.avif", lambda: AVIF, REFUSED),
    "svg that runs": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", REFUSED),
    "svg that reads files": ("a.svg", lambda: f"{XXE}<svg>&e;</svg>".encode(), REFUSED),
    "svg called a png": ("a.png", lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>", REFUSED),
    "xml that grows": ("a.xml", lambda: b'<!DOCTYPE l [<!ENTITY a "aaaa">]><l>&a;</l>', REFUSED),
    "page": ("a.html", lambda: b"<html><script>alert(1)</script>", REFUSED),
    "page called a picture": ("a.jpg", lambda: b"<!doctype html><body onload=alert(1)>", REFUSED),
    "script": ("a.sh", lambda: b"#!/bin/sh\nrm -rf /\n", REFUSED),
    "program of windows": ("a.exe", lambda: b"MZ" + b"\0" * 200, REFUSED),
    "program of linux": ("a.jpg", lambda: b"\x7fELF" + b"\0" * 200, REFUSED),
    "eicar": ("eicar.com", lambda: EICAR, REFUSED),
    "nothing": ("a.jpg", lambda: b"", REFUSED),
    "one byte": ("a.jpg", lambda: b"\xff", REFUSED),
    "zeros": ("a.pdf", lambda: bytes(5000), REFUSED),
    "text": ("a.txt", lambda: CANARY, REFUSED),
    "tiff": ("a.tif", lambda: drawn("TIFF"), REFUSED),
    "bmp": ("a.bmp", lambda: drawn("BMP"), REFUSED),
    "postscript": ("a.eps", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file", REFUSED),
}


def _gigabyte() -> bytes:
    """Not quite, and more than a document may be."""
    return bytes(301 * 1024 * 1024)


# What somebody may call a harmless PDF, and what it is called when it is saved.
NAMES: dict[str, str] = {
    "../../etc/passwd": "passwd.pdf",
    "C:\\windows\\system32\\a.pdf": "a.pdf",
    "a.exe.pdf": "a.exe.pdf",
    "a.pdf.exe": "a.pdf.pdf",
    "invoice\u202efdp.exe": "invoicefdp.pdf",
    "a\u200b\u2066b.pdf": "ab.pdf",
    "a\x00.php.pdf": "a.php.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie x=1.pdf",
    'a"; filename="b.html.pdf': "a; filename=b.html.pdf",
    "<script>alert(1)</script>.pdf": "script.pdf",
    ".htaccess": "file.pdf",
    "...": "file.pdf",
    "": "file.pdf",
    "con.pdf": "_con.pdf",
    "LPT1.txt.pdf": "_LPT1.txt.pdf",
    "李" * 500 + ".pdf": "李" * 120 + ".pdf",
    "a" * 119 + " . .pdf": "a" * 119 + ".pdf",
    "$(rm -rf ~).pdf": "$(rm -rf ~).pdf",
    "=cmd|' -C calc'!A0.pdf": "=cmd' -C calc'!A0.pdf",
    "林远的诊断": "林远的诊断.pdf",
}
