// What npm leaves on the disk when it unpacks the archive of a package: npm 11 with pacote 21 and node-tar 7.5, on
// Linux. A gate has to judge these bytes and no others. Facts were read from those programs and are held against them
// by tests/oracle/npm/tar_equality.py.
//
// Of the rules: only files are unpacked, links and folders of their own are not; the first folder of each path goes, be
// it
// ".." or nothing; then roots go, and what holds ".." is left out; of two files of one path the later stays, with the
// mode of the first; a file does not replace a folder; .gitignore becomes .npmignore.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/inflate.h"
#include "archive/npm_oddity.h"
#include "base/result.h"

namespace cordon::archive {

struct NpmFile {
  std::string path;  // below the package's folder: never absolute, without ".." and empty parts; UTF-8
  std::uint32_t mode =
      0;  // up to 07777, before the umask of the process; npm makes the package's programs executable later
  std::string_view content;  // a view into the archive
};

struct NpmTree {
  std::vector<NpmFile> files;           // by path
  std::vector<Oddity> oddities;         // first those of the wrapping, then in order of the archive, then of the whole
  std::uint64_t oddities_left_out = 0;  // above the limit
  // npm fails, and installs nothing: truncated (ends inside an entry), syntax (no valid entry), invalid_value (a path
  // that node refuses). `files` are those before.
  std::optional<Error> refused;
  // Our own limits ended the reading: too_many. `files` are those before, and say nothing of the rest.
  std::optional<Error> cut;
};

struct NpmUnpackLimits {
  std::uint32_t entries = 200'000;
  std::uint32_t headers = 2'000'000;  // blocks taken for headers, whatever they turn out to be
  std::uint32_t oddities_of_a_kind = 50;
};

// `tar` is the unpacked archive and must outlive the tree. Linear in its size.
NpmTree unpack_as_npm(std::string_view tar, const NpmUnpackLimits& limits = {});

struct NpmArchive {
  std::string tar;  // what the files are views into: moves with them
  NpmTree tree;
};

// The same for the bytes that a registry serves: gzip, or a bare tar, which npm takes as well. Fails with what gunzip
// fails with (npm fails then, too, or we have too little room), and with unsupported_format for Zstandard, which npm
// takes on newer versions of node. Where something else than zeros stands behind the last gzip member, npm fails:
// `refused` is syntax.
Result<NpmArchive> open_as_npm(std::string_view packed, const GunzipLimits& gzip = {},
                               const NpmUnpackLimits& limits = {});

}  // namespace cordon::archive
