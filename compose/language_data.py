#!/usr/bin/env python3
"""Makes the language data that the executables of packages are linked with: compose/language_data.py FOLDER

Swift's Foundation brings ICU's data for all languages, 34 MB, in each executable that is linked with it. The house speaks
Indonesian and English, and uses dates and normal forms: a tenth of it. Reads the data out of the toolchain's archive, keeps
what the house can use, and writes language_data.dat and language_data.inc (for Shared/CLanguageData) into the folder.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

# English as in Great Britain inherits from en_001; dates of mails are en_US_POSIX; res_index only looks like a language.
LANGUAGES = {"en", "en_001", "en_GB", "en_US", "en_US_POSIX", "id", "id_ID", "res_index"}
# Character sets of other systems, names of characters, profiles of internet names, normal forms that fold cases, Windows'
# names of zones; and what compares languages, which is not linked.
OTHER_FILES = re.compile(
    r".*\.(cnv|spp)|cnvalias\.icu|unames\.icu|confusables\.cfu|nfkc_s?cf\.nrm|windowsZones\.res|langInfo\.res"
)
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9_]+)?")
# Folders hold orders of sorting, names of zones, units, currencies, languages and countries, numbers in words,
# transliteration: of all of these, where characters and words end is enough, and the currencies that no formatter of
# numbers, and so of dates, does without.
FOLDER_FILES = {
    "brkitr/char.brk", "brkitr/word.brk", "brkitr/root.res", "brkitr/res_index.res", "curr/root.res", "curr/pool.res"
}
HEADER_MAGIC = b"\xda\x27"


def is_kept(name):
    """`name` is such as icudt76l/zone/id.res: a folder in a folder, or right at the top."""
    path = name.partition("/")[2]
    stem, _, kind = path.partition(".")
    if "/" in path: return path in FOLDER_FILES
    if OTHER_FILES.fullmatch(path): return False
    return not (kind == "res" and LANGUAGE.fullmatch(stem) and stem not in LANGUAGES)


def entries(data, start):
    """The items of a package of ICU's: a table of contents (count, then offsets of name and content), then both."""
    (count,) = struct.unpack_from("<I", data, start)
    offsets = [struct.unpack_from("<II", data, start + 4 + 8 * i) for i in range(count)]
    ends = [offset for _, offset in offsets[1:]] + [len(data) - start]
    for (name, content), end in zip(offsets, ends):
        yield data[start + name:data.index(b"\0", start + name)].decode(), data[start + content:start + end]


def packed(items):
    table, names, contents = b"", b"", b""
    first_name = 4 + 8 * len(items)
    first_content = -(-(first_name + sum(len(name) + 1 for name, _ in items)) // 16) * 16
    for name, content in items:
        table += struct.pack("<II", first_name + len(names), first_content + len(contents))
        names += name.encode() + b"\0"
        contents += content + bytes(-len(content) % 16)
    head = struct.pack("<I", len(items)) + table + names
    return head + bytes(first_content - len(head)) + contents


def main(*folders):
    if len(folders) != 1: sys.exit(__doc__)
    (folder,) = folders
    swift = os.path.realpath(shutil.which("swift") or sys.exit("there is no Swift toolchain"))
    archive = os.path.join(os.path.dirname(swift), "../lib/swift_static/linux/lib_FoundationICU.a")
    symbols = subprocess.run(["nm", "-A", archive], capture_output=True, text=True, check=False).stdout
    found = re.search(r"a:([^:]+\.o):\S+ [RrDd] (icudt\d+_dat)$", symbols, re.M)
    if not found: sys.exit(f"{archive}: expected an object with ICU's data (icudt..._dat), found none")
    member, symbol = found.groups()
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["ar", "x", "--output", work, archive, member], check=True)
        whole = os.path.join(work, "whole")
        subprocess.run(["objcopy", "-O", "binary", "--only-section=.rodata", os.path.join(work, member), whole], check=True)
        with open(whole, "rb") as file: data = file.read()
    (start,) = struct.unpack_from("<H", data)
    if data[2:4] != HEADER_MAGIC or data[12:16] != b"CmnD":
        sys.exit(f"{archive}: expected ICU's data as one package, found {data[:16].hex()}")
    items = [(name, content) for name, content in entries(data, start) if is_kept(name)]
    kept = {name.partition("/")[2] for name, _ in items}
    missing = FOLDER_FILES | {"root.res", "pool.res", "en.res", "en_001.res", "en_GB.res", "id.res", "nfkc.nrm"}
    missing -= kept
    # Without one of these dates would be written as nobody reads them.
    if missing: sys.exit(f"{archive}: expected ICU's {', '.join(sorted(missing))}, found none")
    small = data[:start] + packed(items)
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(os.path.abspath(folder), "language_data.dat")
    with open(path, "wb") as file: file.write(small)
    with open(os.path.join(folder, "language_data.inc"), "w") as file:
        file.write(f'.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, @object\n{symbol}:\n'
                   f'.incbin "{path}"\n.size {symbol}, . - {symbol}\n')
    print(f"language data: {len(items)} items, {len(small) / 1e6:.1f} MB of {len(data) / 1e6:.1f}", file=sys.stderr)


if __name__ == "__main__": main(*sys.argv[1:])
