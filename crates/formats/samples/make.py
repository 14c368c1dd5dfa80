#!/usr/bin/env python3
"""Makes the samples of documents and archives beside it. All people, places and firms are invented.

`make.py` needs the standard library; the pictures need Pillow and a DejaVu font. The files in `made/` were saved
from `report.odt` and `wages.ods` by LibreOffice 7.4 (`make.py libreoffice` does it again).
"""

import gzip
import io
import pathlib
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
WHEN = (2024, 3, 5, 10, 0, 0)
TITLE = "Shipyard keeps welders’ passports"
AUTHOR = "Zoë Brânza"
FIRST = ("PORT AMBREL — Daro Kestrin, 34, a welder from Vellmark, has waited eleven months for his wages, "
         "the Dockside Union said on Monday.")
SECOND = "The yard’s owner, Halden Marine, kept his passport, he told reporters. “I cannot go home,” he said."
NOTE = "The figures are from pay slips that the union holds."
TABLE = [("Month", "Owed"), ("January", "400"), ("February", "400")]
DELETED = "A sentence that was deleted."
INSERTED = "His brother waits too."


def write(name, data):
    (HERE / name).write_bytes(data)


def packed(members, stored=()):
    """A ZIP with fixed dates, so that the same script makes the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def docx(body, notes):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    core = (head + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator>"
            '<dcterms:created xsi:type="dcterms:W3CDTF">2024-03-05T10:00:00Z</dcterms:created></cp:coreProperties>')
    types = (head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    rels = (head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>')
    return packed([
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("word/document.xml", f"{head}<w:document {w}><w:body>{body}"),
        ("word/footnotes.xml", f"{head}<w:footnotes {w}>{notes}</w:footnotes>"),
        ("docProps/core.xml", core),
    ])


def word_paragraph(words, after=""):
    return f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r>{after}</w:p>'


def make_docx():
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{word_paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in TABLE)
    split = FIRST.index("eleven")
    body = (word_paragraph(TITLE)
            + f'<w:p><w:r><w:t xml:space="preserve">{FIRST[:split]}</w:t></w:r><w:r><w:t>{FIRST[split:]}</w:t></w:r></w:p>'
            + word_paragraph(SECOND, '<w:r><w:footnoteReference w:id="2"/></w:r>')
            + f'<w:p><w:ins w:id="1"><w:r><w:t>{INSERTED}</w:t></w:r></w:ins>'
            + f'<w:del w:id="2"><w:r><w:delText>{DELETED}</w:delText></w:r></w:del></w:p>'
            + f"<w:tbl>{rows}</w:tbl>")
    notes = ('<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>rule</w:t></w:r></w:p></w:footnote>'
             f'<w:footnote w:id="2">{word_paragraph(NOTE)}</w:footnote>')
    whole = docx(body + "</w:body></w:document>", notes)
    write("report.docx", whole)
    write("report-broken.docx", docx(body[: body.index("kept his passport") + 4], notes))
    write("report-cut.docx", whole[: len(whole) // 2])


def odf(kind, content, styles=""):
    names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' " \
            "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' " \
            "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' " \
            "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' " \
            "xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0' " \
            "xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    media = f"application/vnd.oasis.opendocument.{kind}"
    meta = (f"<?xml version='1.0' encoding='UTF-8'?><office:document-meta {names} office:version='1.2'><office:meta>"
            f"<dc:title>{TITLE}</dc:title><meta:initial-creator>{AUTHOR}</meta:initial-creator>"
            "<meta:creation-date>2024-03-05T10:00:00</meta:creation-date></office:meta></office:document-meta>")
    manifest = ("<?xml version='1.0' encoding='UTF-8'?><manifest:manifest "
                "xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>"
                f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{media}'/>"
                "<manifest:file-entry manifest:full-path='content.xml' manifest:media-type='text/xml'/>"
                "<manifest:file-entry manifest:full-path='meta.xml' manifest:media-type='text/xml'/></manifest:manifest>")
    return packed([
        ("mimetype", media),
        ("content.xml", f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {names} office:version='1.2'>"
                        f"<office:automatic-styles>{styles}</office:automatic-styles>"
                        f"<office:body>{content}</office:body></office:document-content>"),
        ("meta.xml", meta),
        ("META-INF/manifest.xml", manifest),
    ], stored=("mimetype",))


def make_odt():
    rows = "".join("<table:table-row>" + "".join(
        f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row) + "</table:table-row>" for row in TABLE)
    note = ("<text:note text:id='n1' text:note-class='footnote'><text:note-citation>1</text:note-citation>"
            f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>")
    tracked = ("<text:tracked-changes><text:changed-region xml:id='c1' text:id='c1'><text:deletion><office:change-info>"
               f"<dc:creator>{AUTHOR}</dc:creator><dc:date>2024-03-05T10:00:00</dc:date></office:change-info>"
               f"<text:p>{DELETED}</text:p></text:deletion></text:changed-region></text:tracked-changes>")
    first, rest = FIRST.split(" — ")
    body = (f"<office:text>{tracked}<text:h text:outline-level='1'>{TITLE}</text:h>"
            f"<text:p>{first}<text:s/>—<text:s/>{rest}</text:p><text:p>{SECOND}{note}<text:change text:change-id='c1'/></text:p>"
            f"<text:list><text:list-item><text:p>{INSERTED}</text:p></text:list-item></text:list>"
            f"<table:table table:name='Wages'><table:table-column table:number-columns-repeated='2'/>{rows}</table:table>"
            "</office:text>")
    whole = odf("text", body)
    write("report.odt", whole)
    at = whole.index(b"content.xml") + 60
    write("report-damaged.odt", whole[:at] + bytes(b ^ 0x5A for b in whole[at: at + 40]) + whole[at + 40:])


def make_ods():
    cell = lambda words: f"<table:table-cell office:value-type='string'><text:p>{words}</text:p></table:table-cell>"
    styles = ("<number:date-style style:name='N1'><number:day number:style='long'/><number:text>/</number:text>"
              "<number:month number:style='long'/><number:text>/</number:text><number:year/></number:date-style>"
              "<style:style style:name='c1' style:family='table-cell' style:data-style-name='N1'/>")
    date = "<table:table-cell table:style-name='c1' office:value-type='date' office:date-value='2024-03-05'><text:p>05/03/24</text:p></table:table-cell>"
    empty = "<table:table-cell table:number-columns-repeated='16381'/>"
    rows = [cell("Day") + cell("Worker") + cell("What happened") + empty,
            date + cell("Daro Kestrin") + cell("His passport was kept.") + empty]
    table = "".join(f"<table:table-row>{r}</table:table-row>" for r in rows)
    table += ("<table:table-row table:number-rows-repeated='1048574'>"
              "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>")
    write("wages.ods", odf("spreadsheet", f"<office:spreadsheet><table:table table:name='Cases'>{table}</table:table></office:spreadsheet>", styles))


def make_xlsx():
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    texts = ["Day", "Worker", "What happened", "Source", "Daro Kestrin", FIRST, "Ambrel Courier", "Mira Tolsen",
             "Halden Marine paid her nothing for 4 months."]
    shared = "".join(f"<si><t>{t}</t></si>" for t in texts)
    s = lambda ref, i: f'<c r="{ref}" t="s"><v>{i}</v></c>'
    d = lambda ref, n: f'<c r="{ref}" s="1"><v>{n}</v></c>'
    rows = (f'<row r="1">{s("A1", 0)}{s("B1", 1)}{s("C1", 2)}{s("D1", 3)}</row>'
            f'<row r="2">{d("A2", 45356)}{s("B2", 4)}{s("C2", 5)}{s("D2", 6)}</row>'
            f'<row r="4">{d("A4", 45357)}{s("B4", 7)}{s("C4", 8)}</row>')
    hidden = '<row r="1"><c r="A1" t="inlineStr"><is><t>Only a remark</t></is></c></row>'
    sheet = lambda data: f"{head}<worksheet {main}><sheetData>{data}</sheetData></worksheet>"
    types = (head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
    kinds = [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
             ("rId3", "sharedStrings", "sharedStrings.xml"), ("rId4", "styles", "styles.xml")]
    relations = "".join(f'<Relationship Id="{i}" Type="{rel}/{k}" Target="{t}"/>' for i, k, t in kinds)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    whole = packed([
        ("[Content_Types].xml", types),
        ("_rels/.rels", f'{head}<Relationships xmlns="{package}"><Relationship Id="rId1" '
                        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'{head}<workbook {main} xmlns:r="{rel}"><sheets><sheet name="Cases" sheetId="1" '
                            'r:id="rId1"/><sheet name="Notes" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}">{relations}</Relationships>'),
        ("xl/styles.xml", f'{head}<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
        ("xl/sharedStrings.xml", f"{head}<sst {main}>{shared}</sst>"),
        ("xl/worksheets/sheet1.xml", sheet(rows)),
        ("xl/worksheets/sheet2.xml", sheet(hidden)),
    ])
    write("wages.xlsx", whole)
    write("wages-cut.xlsx", whole[: len(whole) - 200])


def rtf_words(words):
    out = ""
    for c in words:
        if c in "\\{}":
            out += "\\" + c
        elif ord(c) < 128:
            out += c
        else:
            out += f"\\u{ord(c)}?"
    return out


def make_rtf():
    table = "".join("\\trowd\\cellx3000\\cellx6000" + "".join(f"\\pard\\intbl {c}\\cell" for c in row) + "\\row\n" for row in TABLE)
    cyrillic = "".join(f"\\'{b:02x}" for b in "Порт Амбрель".encode("cp1251"))
    whole = ("{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}"
             "{\\f1\\froman\\fcharset204 Times New Roman Cyr;}}{\\colortbl;\\red0\\green0\\blue0;}"
             "{\\stylesheet{\\s0 Normal;}}{\\*\\generator Hand;}\n"
             f"{{\\info{{\\title {rtf_words(TITLE)}}}{{\\author Zo\\'eb Br\\'e2nza}}{{\\creatim\\yr2024\\mo3\\dy5\\hr10\\min0}}}}\n"
             f"{{\\header Page header\\par}}\\pard\\b {rtf_words(TITLE)}\\b0\\par\n"
             f"{rtf_words(FIRST)}\\par\n"
             + rtf_words(SECOND).replace("\\u8220?", "\\ldblquote ").replace("\\u8221?", "\\rdblquote ")
             + f"{{\\super\\chftn{{\\footnote \\pard {rtf_words(NOTE)}}}}}\\par\n"
             f"{{\\revised {INSERTED}}}{{\\deleted {DELETED}}}\\par\n"
             f"\\f1 {cyrillic}\\f0\\par\n"
             "{\\pict\\pngblip 89504e470d0a1a0a}{\\field{\\*\\fldinst HYPERLINK \"https://example.org\"}{\\fldrslt A link}}\\par\n"
             f"{table}\\pard The end.\\par\n}}").encode("ascii")
    write("report.rtf", whole)
    write("report-cut.rtf", whole[: whole.index(b"\\ldblquote")])


def pdf(objects, info=None, root=1):
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    trailer = b"/Size %d /Root %d 0 R" % (len(objects) + 1, root)
    if info:
        trailer += b" /Info %d 0 R" % info
    return out + b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def stream(data, entries=b"", pack=True):
    if pack:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf_words(words):
    data = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + data + b")"


def wrapped(words, width):
    """Lines of a paragraph as a press would break them, with a hyphen where a long word is cut."""
    lines, line = [], ""
    for word in words.split():
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif word.isalpha() and len(word) > 7 and len(line) + 6 <= width:
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        else:
            lines.append(line)
            line = word
    return lines + [line]


def make_pdf():
    content = b"BT /F1 18 Tf 72 760 Td " + pdf_words(TITLE) + b" Tj ET\n"
    y = 720
    for words in (FIRST, SECOND, NOTE):
        for line in wrapped(words, 46):
            content += b"BT /F1 11 Tf 72 %d Td %s Tj ET\n" % (y, pdf_words(line))
            y -= 14
        y -= 10
    info = b"<< /Title %s /Author %s /CreationDate (D:20240305100000Z) >>" % (
        b"<feff" + TITLE.encode("utf-16-be").hex().encode() + b">", pdf_words(AUTHOR))
    whole = pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        info,
    ], info=6)
    write("report.pdf", whole)
    write("report-cut.pdf", whole[:300])


def make_pictures():
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 24)
    picture = Image.new("L", (900, 320), 255)
    draw = ImageDraw.Draw(picture)
    for i, line in enumerate([TITLE, *wrapped(FIRST, 60)]):
        draw.text((30, 30 + 44 * i), line, fill=0, font=font)
    out = io.BytesIO()
    picture.convert("1").save(out, "PNG", optimize=True)
    write("notice.png", out.getvalue())
    write("notice-cut.png", out.getvalue()[:400])
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=20)
    jpeg = out.getvalue()
    content = b"q 540 0 0 192 27 600 cm /Im1 Do Q"
    bits = bytes(picture.convert("1").tobytes())
    image = b" /Type /XObject /Subtype /Image /Width 900 /Height 320"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /Im1 %d 0 R >> >> >>"
    write("scan.pdf", pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page % 6,
        page % 7,
        stream(content, pack=False),
        stream(jpeg, image + b" /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", pack=False),
        stream(bits, image + b" /ColorSpace /DeviceGray /BitsPerComponent 1"),
    ]))


def make_csv():
    rows = [("Date", "Headline", "Outlet", "Text"),
            ("2024-03-05", TITLE, "Ambrel Courier", f"{FIRST}\n{SECOND}"),
            ("04/03/2024", "Second report", "Ambrel Courier", "The yard said; nothing."),
            ("", "", "", "")]
    quoted = lambda c: '"' + c.replace('"', '""') + '"' if any(x in c for x in ',;"\n') else c
    text = "\r\n".join(";".join(quoted(c) for c in row) for row in rows) + "\r\n"
    write("cases.csv", b"\xef\xbb\xbf" + text.encode())
    # Cut inside a quoted cell.
    write("cases-cut.csv", b"\xef\xbb\xbf" + text.encode()[:300])
    cyrillic = "Дата\tКто\tЧто\n5.3.2024\tДаро Кестрин\tНе получил зарплату за одиннадцать месяцев\n"
    write("cases-cyrillic.tsv", cyrillic.encode("cp1251"))


def make_archives():
    text = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n".encode()
    inner = packed([("inner/report.txt", text)])
    whole = packed([
        ("reports/first.txt", text),
        ("__MACOSX/reports/._first.txt", b"\0\x05\x16\x07"),
        ("reports/.DS_Store", b"\0\0\0\1Bud1"),
        ("../../outside.txt", b"A path that leads out of the archive.\n"),
        ("inner.zip", inner),
        ("locked.txt", b"Nobody can read this."),
        ("report.rtf", (HERE / "report.rtf").read_bytes()),
    ])
    # The flag for encryption, in the member's own header and in the directory.
    for mark, flags, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = next(i for i in range(len(whole)) if whole.startswith(mark, i) and whole.startswith(b"locked.txt", i + name))
        whole = whole[: at + flags] + struct.pack("<H", 1) + whole[at + flags + 2:]
    write("archive.zip", whole)
    write("archive-cut.zip", whole[: len(whole) // 2])
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("reports/first.txt", text), ("reports/second.txt", SECOND.encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    bundle = out.getvalue().rstrip(b"\0") + bytes(1024)
    bundle += bytes(-len(bundle) % 512)
    write("archive.tar.gz", gzip.compress(bundle, mtime=0))
    write("archive-cut.tar", bundle[:1600])
    write("report.txt.gz", gzip.compress(text, mtime=0))
    write("report-cut.txt.gz", gzip.compress(text, mtime=0)[:200])


def make_cut_sheets():
    for kind in ("ods", "xls"):
        whole = (HERE / f"made/wages.{kind}").read_bytes()
        write(f"wages-cut.{kind}", whole[: len(whole) // 2])


def make_with_libreoffice():
    for source, kinds in (("report.odt", ("docx", "odt", "rtf", "pdf", "doc")), ("wages.ods", ("xlsx", "ods", "xls"))):
        for kind in kinds:
            subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", HERE / "made", HERE / source], check=True)


if __name__ == "__main__":
    make_docx()
    make_odt()
    make_ods()
    make_xlsx()
    make_rtf()
    make_pdf()
    make_csv()
    make_archives()
    if "libreoffice" in sys.argv:
        make_with_libreoffice()
    make_cut_sheets()
    try:
        make_pictures()
    except ImportError:
        print("pictures are left as they are: Pillow is missing")
