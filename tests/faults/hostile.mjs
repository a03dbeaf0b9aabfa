// Files that nobody sends by honest mistake, made here so that none is kept in the repository.
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

export const header =
  "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,last_audited_on";
export const goodRow = (id) => `${id},cin,North,Safeguarding,Team 1,SW1,TM1,2026-01-05,,,,`;

const table = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; ++bit) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

// A ZIP archive of { name: Buffer | string }.
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(8, 10);
    local.copy(central, 16, 14, 28);
    central.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

export function workbook(sheet, { sharedStrings } = {}) {
  return zip({
    "[Content_Types].xml":
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ' +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels":
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' +
      'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml":
      '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
      'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="cases" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' +
      'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>' +
      (sharedStrings ? '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>' : "") +
      "</Relationships>",
    "xl/worksheets/sheet1.xml": sheet,
    ...(sharedStrings ? { "xl/sharedStrings.xml": sharedStrings } : {}),
  });
}

const cell = (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetOf = (rows) =>
  '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows + "</sheetData></worksheet>";
const rowOf = (cells) => `<row>${cells.map(cell).join("")}</row>`;

export const goodWorkbook = (ids) => workbook(sheetOf([header, ...ids.map(goodRow)].map((line) => rowOf(line.split(","))).join("")));

// 300 MB of one letter in a file of 300 KB.
export const zipBomb = () => workbook(sheetOf(rowOf(header.split(",")) + rowOf(["x".repeat(300 << 20)])));

export const farColumn = () =>
  workbook(sheetOf(rowOf(header.split(",")) + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'));

const laughs = (root, body) =>
  '<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n' +
  Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? "" : i};`.repeat(10)}">`).join("\n") +
  `\n]>\n<${root}>${body}</${root.split(" ")[0]}>`;
export const billionLaughs = () => laughs("Message", "<Header>&lol9;</Header>");
export const laughingWorkbook = () =>
  workbook(laughs('worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    "<sheetData><row><c t=\"inlineStr\"><is><t>&lol9;</t></is></c></row></sheetData>"));
// Would put a file of the server into the register.
export const readingServerFiles = () =>
  '<?xml version="1.0"?><!DOCTYPE Message [<!ENTITY file SYSTEM "file:///etc/passwd">]><Message><Header>&file;</Header></Message>';

export function oneLineOf(path, bytes) {
  const file = openSync(path, "w");
  writeSync(file, header + "\n");
  const piece = Buffer.alloc(64 << 20, "x");
  for (let left = bytes; left > 0; left -= piece.length) writeSync(file, piece, 0, Math.min(left, piece.length));
  closeSync(file);
}

export function write(path, content) {
  writeFileSync(path, content);
  return path;
}
