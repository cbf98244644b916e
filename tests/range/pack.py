"""Packs a package the way registries serve one: a gzipped tar below package/, the same bytes for the same input."""
import base64
import gzip
import hashlib
import io
import tarfile

# The time that npm gives every entry: archives of the same files are the same, whenever they are packed.
ENTRY_TIME = 499162500


def tarball(files):
    """The archive of {path: text or bytes}; entries sorted, no owner, one fixed time."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            content = files[path].encode() if isinstance(files[path], str) else files[path]
            entry = tarfile.TarInfo("package/" + path)
            entry.size, entry.mtime, entry.mode = len(content), ENTRY_TIME, 0o644
            archive.addfile(entry, io.BytesIO(content))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(raw.getvalue())
    return packed.getvalue()


def unpack(content):
    """{path below package/: bytes} of an archive."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        return {entry.name.removeprefix("package/"): archive.extractfile(entry).read() for entry in archive if entry.isfile()}


def integrity(content):
    """Subresource Integrity, SHA-512."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def shasum(content):
    return hashlib.sha1(content).hexdigest()
