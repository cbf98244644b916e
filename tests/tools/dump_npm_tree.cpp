// Prints what npm would unpack from the archive of a package as JSON, a line an archive, for the comparison with npm
// itself in tests/oracle/npm/tar_equality.py.
//
//   dump_npm_tree                paths of archives on stdin, a line each
//
// A line: {"files": [{"path", "mode", "sha256"}], "oddities": [kind...], "refused": code}, or {"error": code}.
#include <iostream>
#include <string>

#include "archive/npm_unpack.h"
#include "base/json_write.h"
#include "base/os/mapped_file.h"
#include "base/sha256.h"

namespace {

using namespace cordon;

Result<std::string> line_of(const std::string& path) {
  const os::MappedFile mapped = TRY(os::MappedFile::open(path));
  const archive::NpmArchive unpacked = TRY(archive::open_as_npm(mapped.content()));
  const archive::NpmTree& tree = unpacked.tree;
  std::string text;
  json::Writer out(text, 0);
  out.begin_object().key("files").begin_array();
  for (const archive::NpmFile& file : tree.files) {
    out.begin_object().member("path", file.path);
    out.member("mode", std::uint64_t{file.mode});
    out.member("sha256", sha256_hex(file.content)).end_object();
  }
  out.end_array().key("oddities").begin_array();
  for (const archive::Oddity& oddity : tree.oddities) out.string(to_string(oddity.kind));
  out.end_array();
  if (tree.refused || tree.cut) out.member("refused", to_string((tree.refused ? tree.refused : tree.cut)->code));
  out.end_object();
  return text;
}

}  // namespace

int main() {
  for (std::string path; std::getline(std::cin, path);) {
    const Result<std::string> line = line_of(path);
    if (line) std::cout << *line << std::endl;
    else std::cout << R"({"error": ")" << to_string(line.error().code) << "\"}" << std::endl;
  }
  return 0;
}
