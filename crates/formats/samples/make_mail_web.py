"""Makes the samples of texts, mail, web archives and chats beside this file. Standard library only.

Everybody and every place in them is invented. Run it again after a change: the same bytes come out.
"""

import base64
import gzip
import hashlib
import io
import json
import pathlib
import quopri
import zipfile

HERE = pathlib.Path(__file__).parent

STORY = (
    "Danel Orvik, a welder from Brelland, was stopped at the Karsk crossing on 3 May 2024. "
    "His sister said the guards took his passport."
)
PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>Welder held at Karsk</title>'
    '<link rel="stylesheet" href="a.css"></head><body><article><h1>Welder held at Karsk</h1>'
    f"<p>{STORY}</p><p>Café owner Mirela Tosk saw it.</p></article></body></html>\n"
)


def write(name, data):
    (HERE / name).write_bytes(data)


def texts():
    witness = "Mirela Tošk, who keeps a café, saw two vans"
    notes = f"Welder held at Karsk\n\n{STORY}\n\n{witness}.\n"
    write("notes.txt", notes.encode())
    # Cut in the middle of a character, as a copy that broke off.
    write("notes-cut.txt", notes[: notes.rindex("é") + 1].encode()[:-1])
    write("notes.md", f"# Welder held at Karsk\n\n*{STORY}*\n\n- {witness}.\n".encode())
    # A Markdown file saved over by a program that writes binary data.
    write("notes-damaged.md", b"# Welder\0\x01\x02\x00held\0" + bytes(range(32)) * 20)
    write("article.html", PAGE.encode())
    write("article-cut.html", PAGE.encode()[: PAGE.index("</article>") + 4])


def mail():
    attachment = base64.encodebytes("Witness note: Mirela Tosk saw two vans at the crossing.\n".encode()).decode()
    logo = base64.encodebytes(bytes.fromhex("89504e470d0a1a0a") + b"\0" * 40).decode()
    body = quopri.encodestring(f"{STORY}\n\nThe café closed early.\n\n> When did it happen?\n".encode()).decode()
    text = f"""Return-Path: <mirela@example.org>
Message-ID: <karsk-2@example.org>
In-Reply-To: <karsk-1@example.org>
References: <karsk-0@example.org> <karsk-1@example.org>
From: =?utf-8?B?{base64.b64encode('Mirela Tošk'.encode()).decode()}?= <mirela@example.org>
To: desk@example.net
Subject: =?utf-8?Q?Welder_held_at_the_Karsk_crossing_=E2=80=93_second_note?=
Date: Fri, 3 May 2024 23:30:00 -0400
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{body}
--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>The same as HTML.</p></body></html>
--inner--
--outer
Content-Type: text/plain; charset=utf-8; name="note.txt"
Content-Disposition: attachment; filename="note.txt"
Content-Transfer-Encoding: base64

{attachment}
--outer
Content-Type: image/png; name="logo.png"
Content-Disposition: inline; filename="logo.png"
Content-ID: <logo@example.org>
Content-Transfer-Encoding: base64

{logo}
--outer
Content-Type: message/rfc822

Message-ID: <older@example.org>
From: Pavo Rinn <pavo@example.org>
Subject: Older note
Date: Mon, 29 Apr 2024 08:00:00 +0000

Pavo Rinn, a driver, waited at the crossing for nine hours.

--outer--
"""
    raw = text.replace("\n", "\r\n").encode()
    write("message.eml", raw)
    write("message-cut.eml", raw[: raw.index(b'filename="note.txt"') + 90])
    html = "From: a@example.org\nDate: Fri, 3 May 2024 10:00:00 +0000\nSubject: Page\nContent-Type: text/html\n\n"
    page = "<html><head><meta charset=windows-1252></head><body><p>The café closed early.</p></body></html>\n"
    write("message-html.eml", html.encode() + page.encode("cp1252"))


def mbox():
    def message(n, author, day, words, answers=""):
        head = f"Message-ID: <m{n}@example.org>\n{answers}From: {author}\nSubject: Thread {n}\nDate: {day}\n"
        return f"From writer@example.org Fri May  3 10:0{n}:00 2024\n{head}\n{words}\n\n"

    box = (
        message(1, "Pavo Rinn <pavo@example.org>", "Fri, 3 May 2024 10:01:00 +0000", STORY)
        + message(
            2,
            "desk@example.net",
            "Fri, 3 May 2024 10:02:00 +0000",
            "Who saw it?\n\n>From the square, everybody.\nFrom there it is a mile.",
            "In-Reply-To: <m1@example.org>\nReferences: <m1@example.org>\n",
        )
        + message(
            3,
            "Pavo Rinn <pavo@example.org>",
            "Sat, 4 May 2024 10:03:00 +0000",
            "Mirela Tosk did.",
            "In-Reply-To: <m2@example.org>\nReferences: <m1@example.org> <m2@example.org>\n",
        )
    )
    write("thread.mbox", box.encode())
    write("thread-damaged.mbox", box.replace("Message-ID: <m2@example.org>", "\x01\x02garbage").encode()[:-10])


def mhtml():
    page = quopri.encodestring(PAGE.encode()).decode()
    text = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.org/karsk/welder
Subject: Welder held at Karsk
Date: Sat, 4 May 2024 06:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--abc----"


------MultipartBoundary--abc----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example.org/karsk/welder

{page}
------MultipartBoundary--abc----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example.org/karsk/a.css

body {{ color: black }}
------MultipartBoundary--abc----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.example.org/karsk/a.png

iVBORw0KGgo=
------MultipartBoundary--abc------
"""
    raw = text.replace("\n", "\r\n").encode()
    write("page.mhtml", raw)
    write("page-cut.mhtml", raw[: raw.index(b"text/css") - 100])


def record(kind, block, address=None, media_type="application/http; msgtype=response", n=1):
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\n"
        f"WARC-Date: 2024-05-04T06:00:0{n % 10}Z\r\n{target}Content-Type: {media_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body, media_type="text/html; charset=utf-8", status="200 OK", more=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}\r\n".encode() + body


def chunked(body):
    half = len(body) // 2
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:])) + b"0\r\n\r\n"


def records():
    site = "https://news.example.org/karsk"
    packed = gzip.compress(PAGE.encode(), mtime=0)
    latin = f"<html><body><p>{STORY} The café closed early.</p></body></html>".encode("cp1252")
    return [
        record("warcinfo", b"software: samples\r\n", None, "application/warc-fields", 1),
        record("request", b"GET / HTTP/1.1\r\n\r\n", f"{site}/welder", "application/http; msgtype=request", 2),
        record(
            "response",
            answer(chunked(packed), more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
            f"{site}/welder?from=home",
            n=3,
        ),
        record("response", answer(b"", status="301 Moved", more="Location: /welder\r\n"), f"{site}/old", n=4),
        record("response", answer(b"body {}", "text/css"), f"{site}/a.css", n=5),
        record("response", answer(latin, "text/html; charset=windows-1252"), f"{site}/cafe/", n=6),
        record("revisit", answer(b""), f"{site}/welder", n=7),
        record("resource", f"{STORY}\n".encode(), f"{site}/notes.txt", "text/plain", 8),
        record("response", answer(b'{"a": 1}', "application/json"), f"{site}/data", n=9),
    ]


def warc():
    all_of_it = records()
    write("site.warc", b"".join(all_of_it))
    write("site.warc.gz", b"".join(gzip.compress(r, mtime=0) for r in all_of_it))
    write("site-whole.warc.gz", gzip.compress(b"".join(all_of_it), mtime=0))
    write("site-cut.warc.gz", b"".join(gzip.compress(r, mtime=0) for r in all_of_it[:6])[:-40])
    # A wrong length and stray bytes: reading goes on at the next record.
    broken = all_of_it[3].replace(b"Content-Length: ", b"Content-Length: x")
    write("site-damaged.warc", b"".join(all_of_it[:3]) + broken + b"stray\r\nbytes\r\n" + all_of_it[7])


def wacz():
    archive = b"".join(gzip.compress(r, mtime=0) for r in records())
    pages = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"},
        {"id": "1", "url": "https://news.example.org/karsk/cafe/", "ts": "2024-05-04T06:00:06Z", "title": "The café"},
    ]
    files = {
        "archive/data.warc.gz": archive,
        "pages/pages.jsonl": "".join(json.dumps(p) + "\n" for p in pages).encode(),
    }
    resources = [
        {"name": n.split("/")[-1], "path": n, "hash": "sha256:" + hashlib.sha256(d).hexdigest(), "bytes": len(d)}
        for n, d in files.items()
    ]
    package = json.dumps({"profile": "data-package", "resources": resources, "wacz_version": "1.1.1"}).encode()
    digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(package).hexdigest()}

    def collection(name, changed):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
            for n, d in {**files, **changed}.items():
                z.writestr(zipfile.ZipInfo(n), d)
            z.writestr(zipfile.ZipInfo("datapackage.json"), package)
            z.writestr(zipfile.ZipInfo("datapackage-digest.json"), json.dumps(digest))
        write(name, out.getvalue())

    collection("site.wacz", {})
    collection("site-changed.wacz", {"archive/data.warc.gz": archive + gzip.compress(records()[7], mtime=0)})


def telegram():
    def message(n, name, seconds, text, **more):
        kind = more.pop("kind", "message")
        return {
            "id": n,
            "type": kind,
            "date": "2024-05-03T00:00:00",
            "date_unixtime": str(seconds),
            "from": name,
            "from_id": f"user{n}",
            "text": text,
            "text_entities": [],
            **more,
        }

    day = 1714694400  # 2024-05-03, 00:00 UTC
    messages = [
        message(1, "Pavo Rinn", day, "", kind="service", actor="Pavo Rinn", action="create_group"),
        message(2, "Pavo Rinn", day + 3600, STORY),
        message(
            3,
            "Mirela Tosk",
            day + 7200,
            ["Seen at ", {"type": "link", "text": "https://news.example.org/karsk"}, " today."],
            forwarded_from="Karsk News",
        ),
        message(4, "Mirela Tosk", day + 7300, "The vans.\nTwo of them.", photo="photos/photo_1.jpg"),
        message(5, None, day + 86400, "He was let go.", media_type="voice_message", file="voice_1.ogg"),
    ]
    chat = {"name": "Crossing watch", "type": "private_group", "id": 77, "messages": messages}
    text = json.dumps(chat, indent=1, ensure_ascii=False)
    write("telegram.json", text.encode())
    write("telegram-cut.json", text[: text.index("He was let go") + 6].encode())
    account = {
        "about": "Here is the data you requested. Telegram export.",
        "personal_information": {"first_name": "Pavo"},
        "chats": {"about": "This page lists all chats from this export.", "list": [chat, {**chat, "id": 78}]},
    }
    write("telegram-account.json", json.dumps(account, indent=1, ensure_ascii=False).encode())


def telegram_page():
    def message(n, time, said, name=None):
        joined, named = ("", f'<div class="from_name">\n{name}\n       </div>') if name else (" joined", "")
        return f"""     <div class="message default clearfix{joined}" id="message{n}">
      <div class="body">
       <div class="pull_right date details" title="{time}">
01:00
       </div>
       {named}
{said}
      </div>
     </div>
"""

    text = '       <div class="text">\n{}\n       </div>'.format
    photo = '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/1.jpg"></a></div>'
    voice = (
        '<div class="media_wrap clearfix"><div class="media clearfix pull_left media_voice_message">'
        '<div class="body"><div class="title bold">Voice message</div></div></div></div>'
    )
    forwarded = (
        '<div class="forwarded body"><div class="from_name">\nKarsk News <span class="date details" '
        'title="02.05.2024 09:00:00 UTC+02:00"> 02.05.2024</span></div>'
        + text('Seen at <a href="https://news.example.org/karsk">https://news.example.org/karsk</a> today.')
        + "</div>"
    )
    page = (
        """<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
  <title>Exported Data</title>
  <script src="js/script.js" type="text/javascript"></script>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
Crossing watch
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
     <div class="message service" id="message-1">
      <div class="body details">
3 May 2024
      </div>
     </div>
"""
        + message(2, "03.05.2024 03:00:00 UTC+02:00", text(STORY), "Pavo Rinn")
        + message(3, "03.05.2024 04:00:00 UTC+02:00", forwarded, "Mirela Tosk")
        + message(4, "04.05.2024 01:59:00 UTC+02:00", photo + text("The vans.<br>Two of them &amp; a car."))
        + message(5, "04.05.2024 02:01:00 UTC+02:00", voice + text("He was let go."), "")
        + "    </div>\n   </div>\n  </div>\n </body>\n</html>\n"
    )
    write("telegram-messages.html", page.encode())
    write("telegram-messages-cut.html", page[: page.index("Two of them")].encode())


def whatsapp():
    mark = "\u200e"
    ios = f"""[03/05/2024, 21:14:05] Crossing watch: {mark}Messages and calls are end-to-end encrypted.
[03/05/2024, 21:15:05] Mirela Tosk: {STORY}
His brother was there too.
{mark}[03/05/2024, 21:16:00] Mirela Tosk: {mark}image omitted
[13/05/2024, 08:00:00] Pavo Rinn: He was let go: nobody said why.
{mark}[13/05/2024, 08:01:00] Pavo Rinn: {mark}<attached: 00000012-AUDIO.opus>
"""
    write("_chat.txt", ios.replace("\n", "\r\n").encode())
    android = f"""5/3/24, 9:14\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.
5/3/24, 9:15\u202fPM - Mirela Tosk: {STORY}
5/3/24, 9:16\u202fPM - Mirela Tosk: <Media omitted>
5/3/24, 9:17\u202fPM - Pavo Rinn: IMG-20240503-WA0001.jpg (file attached)
The square at noon.
5/13/24, 8:00\u202fAM - Pavo Rinn joined using this group's invite link
5/13/24, 8:01\u202fAM - Pavo Rinn: He was let go.
"""
    write("WhatsApp Chat with Crossing watch.txt", android.encode())
    write("whatsapp-undecided.txt", android.replace("5/13/24", "5/4/24").encode()[:-12] + b"\xff\xfe")


if __name__ == "__main__":
    for make in (texts, mail, mbox, mhtml, warc, wacz, telegram, telegram_page, whatsapp):
        make()
