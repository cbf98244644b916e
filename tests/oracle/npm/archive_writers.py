"""Odd tar archives for tar_equality.py: inert text in headers that no packer writes. Each case is a name, the archive (packed
as npm gets it) and the oddities that must be told of it."""
import gzip
import random
import zlib

BLOCK = 512


def header(name=b"package/a.js", size=0, flag=b"0", link=b"", prefix=b"", mode=b"0000644\0", magic=b"ustar\x0000",
           size_field=None, fields=(), checksum=None):
    """One header. `fields`: (offset, bytes) written over it before the sum is made."""
    block = bytearray(BLOCK)

    def put(at, data):
        block[at:at + len(data)] = data

    put(0, name[:100])
    put(100, mode)
    put(108, b"0000000\0")
    put(116, b"0000000\0")
    put(124, size_field if size_field is not None else b"%011o\0" % size)
    put(136, b"00000000000\0")
    put(156, flag)
    put(157, link[:100])
    put(257, magic)
    if magic == b"ustar\x0000":
        put(329, b"0000000\0")
        put(337, b"0000000\0")
    put(345, prefix[:155])
    for at, data in fields:
        put(at, data)
    put(148, b" " * 8)
    put(148, checksum if checksum is not None else b"%06o\0 " % sum(block))
    return bytes(block)


def padded(content):
    return content + bytes(-len(content) % BLOCK)


def entry(name=b"package/a.js", content=b"a", **options):
    return header(name, **{"size": len(content), **options}) + padded(content)


def record(key, value):
    body = b" " + key + b"=" + value + b"\n"
    size = len(body) + 1
    while len(str(size)) + len(body) != size:
        size += 1
    return str(size).encode() + body


def pax(*pairs, flag=b"x", raw=b"", **options):
    content = b"".join(record(key, value) for key, value in pairs) + raw
    return entry(b"PaxHeader/a", content, flag=flag, **options)


def long_name(name, flag=b"L", **options):
    return entry(b"././@LongLink", name + b"\0", flag=flag, **options)


MANIFEST = entry(b"package/package.json", b'{"name":"x","version":"1.0.0"}')
END = bytes(2 * BLOCK)
HIDDEN = entry(b"package/hidden.js", b"hidden")
AFTER = entry(b"package/z.js", b"z")


def tar(*parts, end=END):
    return MANIFEST + b"".join(parts) + AFTER + end


def numbers():
    huge = b"\x80" + (2**53).to_bytes(11, "big")
    return [
        ("size in base 256", tar(header(size_field=b"\x80" + (3).to_bytes(11, "big")) + padded(b"abc")), ()),
        ("negative size", tar(header(size_field=b"\xff" * 12)), ("bad_number",)),
        ("size above 2^53", tar(header(size_field=huge), HIDDEN), ("bad_number",)),
        ("size of another lead", tar(header(size_field=b"\x81" + bytes(11)), HIDDEN), ("bad_number",)),
        ("size that is text", tar(header(size_field=b"zzzz\0"), HIDDEN), ("bad_number",)),
        ("size with a minus", tar(header(size_field=b"-1000\0"), HIDDEN), ("bad_number",)),
        ("size with digits behind text", tar(header(size_field=b"5x11\0") + padded(b"abcde")), ("bad_number",)),
        ("size with 8 and 9", tar(header(size_field=b"00000000018\0") + padded(b"a")), ("bad_number",)),
        ("size without an end", tar(header(size_field=b"000000000003") + padded(b"abc")), ()),
        ("size with blanks", tar(header(size_field=b"         3 \0") + padded(b"abc")), ()),
        ("size behind a tab", tar(header(size_field=b"\t3\0") + padded(b"abc")), ("bad_number",)),
        ("size behind a zero", tar(header(size_field=b"\x003\0"), HIDDEN), ("bad_number",)),
        ("size with a break behind a zero", tar(header(size_field=b"3\0\n7\0") + padded(b"abc")), ("bad_number",)),
        ("empty size", tar(header(size_field=b"\0" * 12)), ()),
        ("owner out of range", tar(header(fields=[(108, b"\x80" + b"\xff" * 7)]), HIDDEN), ("bad_number",)),
        ("owner out of range, but said", tar(pax((b"uid", b"1")), header(fields=[(108, b"\x81" + bytes(7))])), ()),
        ("major out of range", tar(header(fields=[(329, b"\x81" + bytes(7))]), HIDDEN), ("bad_number",)),
        ("star's time out of range", tar(header(fields=[(476, b"\x90")]), HIDDEN), ("bad_number",)),
        ("negative mode", tar(entry(mode=b"\xff" * 8)), ()),
        ("mode that is text", tar(entry(mode=b"rwxr-x\0\0")), ("bad_number",)),
        ("setuid", tar(entry(mode=b"0006755\0")), ("special_mode",)),
        ("mode of nothing", tar(entry(mode=b"0000000\0")), ()),
        ("executable", tar(entry(mode=b"0000755\0")), ()),
        ("sum that is wrong", tar(entry(content=HIDDEN, checksum=b"0000001\0")), ("bad_checksum",)),
        ("sum of signed bytes", tar(entry(b"package/\xc3\xa9.js", checksum=b"%06o\0 " % 3000), ), ("bad_checksum",)),
        ("sum without an end", tar(header(checksum=b"00012345"), HIDDEN), ("bad_checksum",)),
    ]


def paths():
    long_part = b"p" * 256
    return [
        ("plain", tar(entry()), ()),
        ("bare name", tar(entry(b"a.js")), ("no_folder",)),
        ("absolute", tar(entry(b"/package/a.js")), ("absolute_path",)),
        ("absolute behind the folder", tar(entry(b"package//etc/a.js")), ("unclean_path",)),
        ("absolute name", tar(entry(b"/a.js")), ("absolute_path",)),
        ("a dot first", tar(entry(b"./package/a.js"), entry(b"./package.json", b"{}")), ("unclean_path", "several_manifests")),
        ("dots inside", tar(entry(b"package/./b/.//a.js")), ("unclean_path",)),
        ("two dots first", tar(entry(b"../package.json", b"{}")), ("parent_path", "several_manifests")),
        ("two dots inside", tar(entry(b"package/b/../a.js")), ("parent_path",)),
        ("two dots behind", tar(entry(b"package/../a.js")), ("parent_path",)),
        ("two dots by backslashes", tar(entry(b"package/b\\..\\a.js")), ("parent_path", "backslash")),
        ("three dots", tar(entry(b"package/.../a.js")), ()),
        ("drive", tar(entry(b"package/c:/a.js"), entry(b"package/d:b.js")), ("absolute_path", "windows_name")),
        ("drive first", tar(entry(b"c:/package/a.js")), ("absolute_path",)),
        ("drive and two dots", tar(entry(b"package/c:../a.js")), ("absolute_path",)),
        ("shares", tar(entry(b"package///host/share/a.js"), entry(b"package/\\\\host\\share\\b.js"),
                       entry(b"package/\\\\host\\share\\c:\\d.js"), entry(b"package///?/c:/e.js"),
                       entry(b"package/\\\\?\\c:\\f.js"), entry(b"package/\\\\"), entry(b"package/\\\\h\\")),
         ("absolute_path", "backslash")),
        ("backslashes", tar(entry(b"package/b\\a.js"), entry(b"package/\\c.js")), ("backslash", "absolute_path")),
        ("the folder itself", tar(entry(b"package/."), entry(b"package/", flag=b"7")), ("unclean_path", "no_folder")),
        ("slash at the end", tar(entry(b"package/b/", b""), entry(b"package/b", b"file")), ()),
        ("slash at the end and content", tar(entry(b"package/b/", HIDDEN)), ("size_of_nothing",)),
        ("contiguous with a slash", tar(entry(b"package/b/", b"x", flag=b"7")), ("unusual_type", "unclean_path")),
        ("other folders", tar(entry(b"other/a.js"), entry(b"more/package.json", b"{}")), ("other_root", "several_manifests")),
        ("no UTF-8", tar(entry(b"package/\xff\xfe\xe2\x82.js"), entry(b"package/\xed\xa0\x80.js")), ("not_utf8",)),
        ("two that become one", tar(entry(b"package/\xff.js", b"1"), entry(b"package/\xfe.js", b"2")),
         ("not_utf8", "duplicate")),
        ("cut inside a character", tar(entry(b"package/" + b"a" * 91 + "é".encode())), ("not_utf8",)),
        ("hidden characters", tar(entry("package/a\u202egpj.js".encode()), entry(b"package/\x1b[2Jb.js")),
         ("hidden_character",)),
        ("Windows", tar(entry(b"package/aux.js"), entry(b"package/b.js:x"), entry(b"package/c.")), ("windows_name",)),
        ("part too long", tar(pax((b"path", b"package/" + long_part)), entry(),
                              pax((b"path", b"package/x/" + long_part + b"/y")), entry(), entry(b"package/x")), ("long_path",)),
        ("too deep", tar(pax((b"path", b"package/" + b"d/" * 1024 + b"a")), entry()), ("long_path",)),
        ("as deep as can be", tar(pax((b"path", b"package/" + b"d/" * 1023 + b"a")), entry()), ("long_path",)),
        ("zero and a break in a name", tar(entry(b"package/a\0b\nc.js")), ("name_conflict",)),
        ("zero that stays in a name", tar(entry(b"package/a\0b\nc\0d.js")), ("name_conflict",)),
    ]


def places():
    return [
        ("twice", tar(entry(content=b"1", mode=b"0000755\0"), entry(content=b"22")), ("duplicate",)),
        ("twice, contiguous", tar(entry(content=b"1", mode=b"0000755\0"), entry(content=b"22", flag=b"7")),
         ("duplicate", "unusual_type")),
        ("twice, by old flag", tar(entry(content=b"1", mode=b"0000755\0"), entry(content=b"22", flag=b"\0")), ("duplicate",)),
        ("file over folder", tar(entry(b"package/b/a.js"), entry(b"package/b", b"file")), ("file_over_folder",)),
        ("folder over file", tar(entry(b"package/b", b"file"), entry(b"package/b/a.js")), ("file_over_folder",)),
        ("case", tar(entry(b"package/README"), entry(b"package/readme")), ("case_collision",)),
        ("accents", tar(entry("package/\u00e9".encode()), entry("package/e\u0301".encode())), ("case_collision",)),
        ("gitignore", tar(entry(b"package/.gitignore", b"g"), entry(b"package/b/.gitignore", b"h")), ("renamed_ignore",)),
        ("gitignore first", tar(entry(b"package/.gitignore", b"g"), entry(b"package/.npmignore", b"n")), ("renamed_ignore",)),
        ("gitignore last", tar(entry(b"package/.npmignore", b"n"), entry(b"package/.gitignore", b"g")), ("renamed_ignore",)),
        ("gitignore with a slash", tar(entry(b"package/.gitignore/", b"g", flag=b"7")), ("renamed_ignore",)),
        ("no manifest", entry() + END, ("no_manifest",)),
        ("manifest twice", tar(entry(b"package/package.json", b"{}")), ("duplicate", "several_manifests")),
    ]


def kinds():
    return [
        ("folder", tar(entry(b"package/b", b"", flag=b"5")), ()),
        ("folder with content", tar(entry(b"package/b", HIDDEN, flag=b"5")), ("size_of_nothing",)),
        ("symbolic link", tar(entry(b"package/l", b"", flag=b"2", link=b"/etc/hostname"), entry(b"package/l/a")), ("link",)),
        ("symbolic link with content", tar(entry(b"package/l", HIDDEN, flag=b"2", link=b"x")), ("link", "size_of_nothing")),
        ("hard link", tar(entry(b"package/l", b"", flag=b"1", link=b"package/package.json")), ("link",)),
        ("hard link with content", tar(entry(b"package/l", HIDDEN, flag=b"1", link=b"package/z")), ("size_of_nothing",)),
        ("link without an end", tar(entry(b"package/l", HIDDEN, flag=b"2")), ("invalid_header",)),
        ("link whose end is in pax", tar(pax((b"linkpath", b"x")), entry(b"package/l", HIDDEN, flag=b"2")), ("invalid_header",)),
        ("file with the end of a link", tar(entry(content=HIDDEN, link=b"x")), ("link_name_on_file",)),
        ("devices", tar(*(entry(b"package/d", b"", flag=flag) for flag in (b"3", b"4", b"6"))), ("device",)),
        ("device with content", tar(entry(b"package/d", HIDDEN, flag=b"6")), ("device", "size_of_nothing")),
        ("sparse", tar(entry(content=b"x" * 600, flag=b"S")), ("sparse",)),
        ("sparse by pax", tar(pax((b"GNU.sparse.major", b"1"), (b"GNU.sparse.name", b"package/n.js")), entry()), ("sparse",)),
        ("other types", tar(*(entry(content=b"x" * 600, flag=flag) for flag in (b"A", b"I", b"M", b"V", b"Z", b"8", b"\xe9"))),
         ("unknown_type",)),
        ("unknown with a pax size", tar(pax((b"size", b"0")), entry(content=HIDDEN, flag=b"Z")), ("unknown_type",)),
        ("dumped folder", tar(entry(b"package/b", HIDDEN, flag=b"D")), ("unusual_type", "size_of_nothing")),
        ("no path", tar(entry(b"", HIDDEN)), ("invalid_header",)),
        ("prefix alone", tar(entry(b"", prefix=b"package/b")), ()),
        ("prefix", tar(entry(b"a.js", prefix=b"package/b")), ()),
        ("prefix of 155", tar(entry(b"a.js", prefix=b"package/" + b"b" * 147)), ()),
        ("prefix of 131", tar(entry(b"a.js", prefix=b"package/" + b"b" * 123)), ()),
        ("prefix of 130 and times", tar(entry(b"a.js", prefix=b"package/" + b"b" * 122, fields=[(476, b"00000000000\0")])), ()),
        ("prefix of zero with an end", tar(entry(b"package/a.js", prefix=b"\0" + b"b" * 140)), ("name_conflict",)),
        ("prefix of GNU", tar(entry(b"package/a.js", prefix=b"b", magic=b"ustar  \0")), ()),
        ("prefix of version 1", tar(entry(b"package/a.js", prefix=b"b", magic=b"ustar\x0001")), ("name_conflict",)),
        ("no magic", tar(entry(magic=b"")), ()),
    ]


def descriptions():
    big = b"c" * (1024 * 1024)
    return [
        ("pax path", tar(pax((b"path", b"package/p.js")), entry()), ()),
        ("pax path and prefix", tar(pax((b"path", b"package/p.js")), entry(b"a.js", prefix=b"b")), ()),
        ("pax path with two dots", tar(pax((b"path", b"package/../p.js")), entry()), ("parent_path",)),
        ("pax path of nothing", tar(pax((b"path", b"")), entry(content=HIDDEN)), ("invalid_header",)),
        ("pax path of nothing and prefix", tar(pax((b"path", b"")), entry(b"a", prefix=b"b")), ("no_folder",)),
        ("pax path with a zero", tar(pax((b"path", b"package/p\0q.js")), entry()), ("pax_conflict",)),
        ("pax path with a break", tar(pax((b"path", b"package/p\nq.js")), entry()), ("pax_conflict",)),
        ("pax inside a comment", tar(pax((b"comment", b"x\n21 path=package/q.js\n")), entry()), ("pax_conflict",)),
        ("pax path by old header", tar(pax((b"path", b"package/p.js"), flag=b"X"), entry()), ("unusual_type",)),
        ("pax with a wrong number", tar(pax(raw=b"99 path=package/p.js\n"), entry()), ("pax_conflict",)),
        ("pax without a blank", tar(pax(raw=b"21xpath=package/p.js\n"), entry()), ("pax_conflict",)),
        ("pax without its last break", tar(pax(raw=b"21 path=package/p.js"), entry()), ("pax_conflict",)),
        ("pax with blanks first", tar(pax(raw=b" 22 path=package/p.js\n"), entry()), ("pax_conflict",)),
        ("pax that is no UTF-8", tar(pax((b"path", b"package/\xff.js")), entry()), ("pax_conflict",)),
        ("pax in another encoding", tar(pax((b"hdrcharset", b"BINARY"), (b"path", b"package/p.js")), entry()), ("pax_conflict",)),
        ("pax key of nothing", tar(pax(raw=b"6 =ab\n"), entry()), ("pax_conflict",)),
        ("pax mode", tar(pax((b"mode", b"511")), entry()), ()),
        ("pax size", tar(pax((b"size", b"2")), entry(content=b"abcd")), ("size_conflict",)),
        ("pax size over headers", tar(pax((b"size", b"1")), entry(content=b"a" + b"b" * 511 + HIDDEN)), ("size_conflict",)),
        ("pax size that swallows", tar(pax((b"size", b"1500")), entry(), HIDDEN), ("size_conflict",)),
        ("pax size of nothing", tar(pax((b"size", b"")), entry(content=HIDDEN)), ("size_conflict",)),
        ("pax size in hexadecimal", tar(pax((b"size", b"0x2")), entry(content=b"abcd")), ("size_conflict", "pax_conflict")),
        ("pax size with an exponent", tar(pax((b"size", b"2e0")), entry(content=b"abcd")), ("size_conflict", "pax_conflict")),
        ("pax size with a half", tar(pax((b"size", b"2.5")), entry(content=b"abcd")), ("size_conflict", "pax_conflict")),
        ("pax size below nothing", tar(pax((b"size", b"-1")), entry(content=b"abcd")), ("pax_conflict",)),
        ("pax size that is endless", tar(pax((b"size", b"Infinity")), entry(content=b"abcd")), ()),
        ("pax size for a folder", tar(pax((b"size", b"512")), entry(b"package/b", b"", flag=b"5"), HIDDEN), ("size_conflict",)),
        ("pax link for a file", tar(pax((b"linkpath", b"../../../x")), entry()), ("link_name_on_file",)),
        ("pax link that stays inside", tar(pax((b"linkpath", b"../c/x")), entry(b"package/b/a.js")), ("link_name_on_file",)),
        ("pax link just above", tar(pax((b"linkpath", b"../../x")), entry(b"package/b/a.js")), ("link_name_on_file",)),
        ("pax twice", tar(pax((b"path", b"package/p.js")), pax((b"path", b"package/q.js")), entry()), ("name_conflict",)),
        ("pax and long name", tar(pax((b"path", b"package/p.js")), long_name(b"package/l.js"), entry()), ("name_conflict",)),
        ("long name and pax", tar(long_name(b"package/l.js"), pax((b"path", b"package/p.js")), entry()), ("name_conflict",)),
        ("pax size and long name", tar(pax((b"size", b"1")), long_name(b"package/long/name.js"), entry()), ("size_conflict",)),
        ("pax size of nothing and long name", tar(pax((b"size", b"0")), long_name(b"package/l.js"), entry(content=b"")),
         ("size_conflict",)),
        ("pax size above a mebibyte and long name", tar(pax((b"size", b"2000000")), long_name(b"package/l.js"),
                                                        header(size=2_000_000) + padded(bytes(2_000_000))), ("size_conflict",)),
        ("long name", tar(long_name(b"package/" + b"n" * 150), entry()), ()),
        ("long name by old header", tar(long_name(b"package/l.js", flag=b"N"), entry()), ("unusual_type",)),
        ("long name with a tail", tar(entry(b"././@LongLink", b"package/l.js\0x\ny", flag=b"L"), entry()), ("name_conflict",)),
        ("long name of nothing", tar(entry(b"././@LongLink", b"", flag=b"L"), entry()), ("stray_description",)),
        ("long name above a mebibyte", tar(entry(b"././@LongLink", b"package/" + big, flag=b"L"), entry()), ("stray_description",)),
        ("long name with a link's end", tar(long_name(b"package/l.js", link=b"x"), entry()), ("link_name_on_file",)),
        ("long link", tar(long_name(b"x" * 150, flag=b"K"), entry(b"package/l", b"", flag=b"2", link=b"x")), ("link",)),
        ("long link for a file", tar(long_name(b"../../x", flag=b"K"), entry()), ("link_name_on_file",)),
        ("names before an unknown type", tar(long_name(b"package/l.js"), entry(flag=b"Z"), entry()), ("unknown_type",)),
        ("names before a damaged header", tar(long_name(b"package/l.js"), header(checksum=b"1\0"), entry()), ("bad_checksum",)),
        ("global comment", tar(pax((b"comment", b"0123"), flag=b"g"), entry()), ()),
        ("global path", tar(pax((b"path", b"package/g.js"), flag=b"g"), entry()), ("global_header",)),
        ("global size", tar(pax((b"size", b"1"), flag=b"g"), entry(content=b"abc"), entry(b"package/b", b"q")), ("global_header",)),
        ("global size and own", tar(pax((b"size", b"3"), flag=b"g"), pax((b"size", b"1")), entry(content=b"abc"),
                                    entry(b"package/q.js", b"qqq"), pax((b"size", b"1"), flag=b"g")), ("global_header",)),
        ("global size of nothing and long name", tar(pax((b"size", b"0"), flag=b"g"), long_name(b"package/l.js"), entry()),
         ("global_header",)),
        ("global link", tar(pax((b"linkpath", b"../../x"), flag=b"g"), entry(), entry(b"package/b/c/d.js")), ("global_header",)),
        ("global link over own", tar(pax((b"linkpath", b"x"), flag=b"g"), pax((b"linkpath", b"../../x")), entry()),
         ("global_header",)),
        ("pax at the end", MANIFEST + pax((b"path", b"package/p.js")) + END, ("stray_description",)),
    ]


def ends():
    zero = bytes(BLOCK)
    odd_zero = bytes(148) + b"zzzzzzzz" + bytes(BLOCK - 156)
    return [
        ("lone zero block", tar(zero, entry()), ("zero_block",)),
        ("zero block, damage, zero block", tar(zero, header(size_field=b"\x81" + bytes(11)), zero, HIDDEN), ("bad_number",)),
        ("zero block with a sum of text", tar(odd_zero, odd_zero, HIDDEN), ("bad_checksum", "data_after_end")),
        ("entries after the end", tar(end=END + HIDDEN + END), ("data_after_end",)),
        ("bytes after the end", tar(end=END + b"x"), ("data_after_end",)),
        ("zeros after the end", tar(end=END + bytes(9_000)), ()),
        ("no end", tar(end=b""), ("no_end",)),
        ("half an end", tar(end=zero), ("no_end",)),
        ("half a header at the end", tar(end=b"x" * 300), ("no_end", "data_after_end")),
        ("cut inside content", tar(header(size=600) + b"x" * 600, end=b"")[:-1024 - 300], ()),
        ("cut inside padding", MANIFEST + header(size=3) + b"abc" + bytes(200), ()),
        ("nothing but an end", END, ()),
        ("nothing", b"", ()),
        ("a few bytes", b"abc", ()),
        ("text", b"not an archive " * 100, ()),
        ("only a pax header", pax((b"path", b"package/p.js")) + END, ()),
        ("only a folder", entry(b"package", b"", flag=b"5") + END, ("no_manifest",)),
        ("many members of the sum in content", tar(entry(content=b"x" * 511 + HIDDEN + b"y" * 700)), ()),
    ]


def wrappings():
    whole = gzip.compress(tar(entry()), mtime=0)
    half = len(tar(entry())) // 2
    return [
        ("two members", gzip.compress(tar(entry())[:half]) + gzip.compress(tar(entry())[half:]), ("gzip_members",)),
        ("member of nothing", whole + gzip.compress(b""), ("gzip_members",)),
        ("zeros behind", whole + bytes(100), ("gzip_trailing",)),
        ("garbage behind", whole + b"garbage", None),
        ("one byte behind", whole + b"x", None),
        ("magic behind", whole + b"\x1f\x8b", None),
        ("cut", whole[:-4], None),
        ("damaged", whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:], None),
        ("bare", tar(entry()), ("not_gzipped",)),
        ("bomb", gzip.compress(tar(entry(content=bytes(30_000_000))), mtime=0), None),
        ("zlib instead of gzip", zlib.compress(tar(entry())), None),
    ]


def cases():
    """(name, packed archive, oddities or None where it cannot be opened)."""
    for name, archive, told in numbers() + paths() + places() + kinds() + descriptions() + ends():
        yield name, gzip.compress(archive, 1, mtime=0), told
    yield from wrappings()


def random_cases(count, seed):
    """Archives of parts of the above, damaged at a few places."""
    chance = random.Random(seed)
    pool = [archive for _, archive, _ in numbers() + paths() + places() + kinds() + descriptions() + ends() if len(archive) < 99_999]
    for number in range(count):
        blocks = [archive[at:at + BLOCK] for archive in chance.sample(pool, 2) for at in range(0, len(archive), BLOCK)]
        for _ in range(chance.randrange(4)):
            first, second = chance.randrange(len(blocks)), chance.randrange(len(blocks))
            blocks[first], blocks[second] = blocks[second], blocks[first]
        archive = bytearray(MANIFEST + b"".join(block for block in blocks if any(block)) + END)
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(archive) // BLOCK) * BLOCK
            block = archive[at:at + BLOCK]
            block[chance.choice((0, 7, 9, 100, 124, 130, 156, 157, 257, 345, 475, 476))] = chance.randrange(256)
            block[148:156] = b"%06o\0 " % (sum(block) - sum(block[148:156]) + 8 * 32)
            archive[at:at + BLOCK] = block
        yield f"random {number} of seed {seed}", gzip.compress(bytes(archive), 1, mtime=0), ()
