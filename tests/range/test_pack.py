"""Archives: the same bytes for the same files, and digests that npm agrees with (test_registry.py installs them)."""
import base64
import hashlib
import io
import tarfile
import unittest

import pack

FILES = {"package.json": '{"name": "a", "version": "1.0.0"}\n', "index.js": "module.exports = {};\n", "lib/b.js": b"\x00\x01"}


class Archives(unittest.TestCase):
    def test_the_order_of_the_files_does_not_matter(self):
        self.assertEqual(pack.tarball(FILES), pack.tarball(dict(reversed(FILES.items()))))

    def test_one_byte_more_gives_another_archive(self):
        self.assertNotEqual(pack.tarball(FILES), pack.tarball(FILES | {"index.js": "module.exports = {}; \n"}))

    def test_nothing_of_this_machine_or_moment_is_in_it(self):
        content = pack.tarball(FILES)
        self.assertEqual(content[4:8], b"\0\0\0\0", "gzip's time")
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for entry in archive:
                self.assertEqual((entry.uid, entry.gid, entry.uname, entry.gname, entry.mtime, entry.mode),
                                 (0, 0, "", "", pack.ENTRY_TIME, 0o644))
                self.assertTrue(entry.name.startswith("package/"))

    def test_what_goes_in_comes_out(self):
        self.assertEqual(pack.unpack(pack.tarball(FILES)), {path: text.encode() if isinstance(text, str) else text
                                                            for path, text in FILES.items()})

    def test_digests_are_those_of_the_bytes(self):
        content = pack.tarball(FILES)
        self.assertEqual(base64.b64decode(pack.integrity(content).removeprefix("sha512-")), hashlib.sha512(content).digest())
        self.assertEqual(pack.shasum(content), hashlib.sha1(content).hexdigest())


if __name__ == "__main__":
    unittest.main()
