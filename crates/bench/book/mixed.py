"""Makes a folder of mixed documents out of the texts of the open data sets: ten formats, each text different.

    python3 crates/bench/book/mixed.py ../shared/data /tmp/mixed --documents 10000

Every document begins with a line of its own ("Document 00017.") so that none is a copy of another. Archives hold
ten documents each; the number given counts documents, not files.
"""

import argparse
import email.message
import gzip
import html
import io
import json
import pathlib
import random
import re
import tarfile
import xml.sax.saxutils
import zipfile

FORMATS = ["txt", "md", "html", "eml", "docx", "odt", "rtf", "pdf", "csv", "mbox", "warc", "zip"]


def texts(data):
    """Texts of the article sets and of GUM, as paragraphs."""
    for truth in sorted((data / "article-extraction").glob("ground-truth.json")):
        for page in json.loads(truth.read_text()).values():
            yield [line for line in page["articleBody"].split("\n") if line.strip()]
    for file in sorted((data / "gum" / "dep").glob("*.conllu")):
        lines = [m for m in re.findall(r"^# text = (.*)$", file.read_text(), re.M)]
        for start in range(0, len(lines), 25):
            yield lines[start : start + 25]


def docx(paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{xml.sax.saxutils.escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
    return packed({
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    })


def odt(paragraphs):
    body = "".join(f"<text:p>{xml.sax.saxutils.escape(p)}</text:p>" for p in paragraphs)
    content = f'<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    return packed({"content.xml": content}, stored={"mimetype": "application/vnd.oasis.opendocument.text"})


def packed(members, stored=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (stored or {}).items():
            archive.writestr(zipfile.ZipInfo(name), content)
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rtf(paragraphs):
    def letters(c):
        return c if 31 < ord(c) < 127 and c not in "\\{}" else "".join(
            f"\\u{u if u < 32768 else u - 65536}?" for u in [int.from_bytes(c.encode("utf-16-le")[i : i + 2], "little") for i in range(0, len(c.encode("utf-16-le")), 2)]
        )

    return ("{\\rtf1\\ansi " + "".join("".join(map(letters, p)) + "\\par\n" for p in paragraphs) + "}").encode("ascii")


def pdf(paragraphs):
    lines = [line for p in paragraphs for line in [*re.findall(r".{1,90}(?:\s|$)", p), ""]]
    pages = [lines[i : i + 50] for i in range(0, len(lines), 50)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for page in pages:
        words = "BT /F1 10 Tf 50 780 Td 14 TL " + " ".join(
            f"({line.strip().translate(str.maketrans({'(': chr(92)+'(', ')': chr(92)+')', chr(92): chr(92)*2}))}) Tj T*" for line in page
        ) + " ET"
        content = words.encode("cp1252", "replace")
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def page(paragraphs):
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs[1:])
    return f"<!doctype html><html><head><title>{html.escape(paragraphs[0])}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>{html.escape(paragraphs[0])}</h1>{body}</article></body></html>".encode()


def mail(paragraphs):
    message = email.message.EmailMessage()
    message["From"], message["To"] = "Desk <desk@example.org>", "team@example.org"
    message["Subject"], message["Date"] = paragraphs[0], "Tue, 05 Mar 2024 10:00:00 +0000"
    message["Message-ID"] = f"<{abs(hash(paragraphs[0]))}@example.org>"
    message.set_content("\n\n".join(paragraphs))
    return bytes(message)


def warc(pages):
    out = b""
    for number, (name, body) in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\nWARC-Target-URI: https://example.org/{name}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
        out += gzip.compress(head + answer + b"\r\n\r\n", mtime=0)
    return out


MAKERS = {"txt": lambda p: "\n\n".join(p).encode(), "md": lambda p: ("# " + "\n\n".join(p)).encode(), "html": page, "eml": mail, "docx": docx, "odt": odt, "rtf": rtf, "pdf": pdf, "csv": lambda p: ("Line,Words\n" + "\n".join(f'{i},"{x.replace(chr(34), chr(34) * 2)}"' for i, x in enumerate(p))).encode()}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=pathlib.Path)
    options.add_argument("out", type=pathlib.Path)
    options.add_argument("--documents", type=int, default=10_000)
    args = options.parse_args()
    source = [t for t in texts(args.data) if len(t) > 2]
    random.Random(5).shuffle(source)
    args.out.mkdir(parents=True)
    number = 0

    def text():
        nonlocal number
        number += 1
        return [f"Document {number:05d}.", *source[number % len(source)]]

    count = 0
    while number < args.documents:
        kind = FORMATS[count % len(FORMATS)]
        count += 1
        folder = args.out / f"{count // 1000:02d}"
        folder.mkdir(exist_ok=True)
        if kind == "mbox":
            content = b"".join(b"From desk Tue Mar  5 10:00:00 2024\n" + mail(text()).replace(b"\nFrom ", b"\n>From ") + b"\n" for _ in range(10))
        elif kind == "warc":
            content = warc([(f"{count}-{i}.html", page(text())) for i in range(10)])
        elif kind == "zip":
            content = packed({f"{count}-{i}.txt": "\n\n".join(text()) for i in range(10)})
        else:
            content = MAKERS[kind](text())
        (folder / f"{count:05d}.{'warc.gz' if kind == 'warc' else kind}").write_bytes(content)
    print(f"{number} documents in {count} files, {len(source)} different texts")


if __name__ == "__main__":
    main()
