// What npm unpacks: what is listed lies inside the archive, under a clean path and once; and where nothing is told by
// which programs could differ, libarchive and our own plain reader list the same files. The first byte chooses whether
// the sums of headers are made right, without which almost no change of a header would be seen.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/npm_unpack.h"
#include "archive/tar_read.h"
#include "archive/testing_tar.h"
#include "base/utf8.h"
#include "check_document.h"

// libarchive has the name "archive" outside.
namespace ours = cordon::archive;
namespace utf8 = cordon::utf8;
using cordon::ErrorCode;
using cordon::fuzz::expect;

namespace {

using Files = std::map<std::string, std::string, std::less<>>;

std::string with_right_sums(std::string_view tar) {
  std::string out(tar);
  for (std::size_t at = 0; at + 512 <= out.size(); at += 512) {
    std::string block = out.substr(at, 512);
    if (block.compare(257, 5, "ustar") != 0) continue;
    ours::sum_up(block);
    out.replace(at, 512, block);
  }
  return out;
}

// Below its first folder.
void put(Files& files, std::string_view path, std::string content) {
  files.insert_or_assign(std::string(path.substr(std::min(path.find('/'), path.size() - 1) + 1)), std::move(content));
}

struct Free {
  void operator()(struct archive* reader) const { archive_read_free(reader); }
};

// Nothing where libarchive fails.
std::optional<Files> by_libarchive(std::string_view tar) {
  const std::unique_ptr<struct archive, Free> reader(archive_read_new());
  archive_read_support_format_tar(reader.get());
  if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) return std::nullopt;
  Files files;
  while (true) {
    archive_entry* entry = nullptr;
    const int state = archive_read_next_header(reader.get(), &entry);
    if (state == ARCHIVE_EOF) return files;
    if (state != ARCHIVE_OK && state != ARCHIVE_WARN) return std::nullopt;
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* path = archive_entry_pathname_utf8(entry);
    if (path == nullptr) return std::nullopt;
    std::string content, name = path;
    char buffer[4'096];
    for (la_ssize_t got = 0; (got = archive_read_data(reader.get(), buffer, sizeof buffer)) != 0;) {
      if (got < 0) return std::nullopt;
      content.append(buffer, static_cast<std::size_t>(got));
    }
    put(files, name, std::move(content));
  }
}

std::optional<Files> by_plain_reader(std::string_view tar) {
  const ours::TarList list = ours::read_tar(tar);
  if (list.cut && list.cut->code != ErrorCode::truncated) return std::nullopt;
  Files files;
  for (const ours::TarEntry& entry : list.entries)
    if (entry.kind == ours::TarKind::file) put(files, entry.path, std::string(entry.content));
  return files;
}

Files check_tree(const ours::NpmTree& tree, std::string_view tar) {
  Files files;
  std::string_view last;
  for (const ours::NpmFile& file : tree.files) {
    expect(!file.path.empty() && utf8::find_invalid(file.path) == std::string_view::npos);
    expect(file.path.find('\0') == std::string::npos && file.path.size() < 4'096);
    const std::string around = "/" + file.path + "/";
    for (const char* part : {"//", "/./", "/../"}) expect(around.find(part) == std::string::npos);
    expect(files.empty() || last < file.path);
    expect(file.mode <= 07777 && (file.mode & 0666) == 0666);
    if (!file.content.empty())
      expect(file.content.data() >= tar.data() && file.content.data() + file.content.size() <= tar.data() + tar.size());
    last = file.path;
    files.emplace(file.path, file.content);
  }
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  [[maybe_unused]] static const char* const locale = std::setlocale(LC_ALL, "C.UTF-8");
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string tar = data[0] % 2 == 0 ? with_right_sums(rest) : std::string(rest);
  const ours::NpmTree tree = ours::unpack_as_npm(tar, {.entries = 1'000, .headers = 10'000, .oddities_of_a_kind = 3});
  const Files files = check_tree(tree, tar);
  const bool is_clear =
      !tree.refused && !tree.cut && std::ranges::none_of(tree.oddities, &ours::is_ambiguous, &ours::Oddity::kind);
  if (!is_clear) return 0;
  expect(by_plain_reader(tar) == files);
  expect(by_libarchive(tar) == files);
  return 0;
}
