#include "git/loose_object.h"

#include <charconv>

#include "git/inflate.h"

namespace cordon::git {
namespace {

constexpr std::size_t kMostHeader = 32;     // "commit 18446744073709551615" and its end
constexpr std::uint64_t kLeastFile = 4096;  // what does not pack grows by a little

struct LooseFile {
  std::string packed;
  ObjectHeader header;
  std::size_t content = 0;  // where it begins, unpacked
};

Result<ObjectType> type_named(std::string_view name) {
  for (const ObjectType type : {ObjectType::commit, ObjectType::tree, ObjectType::blob, ObjectType::tag})
    if (to_string(type) == name) return type;
  return fail(ErrorCode::syntax, "a loose object of a kind that does not exist");
}

Result<LooseFile> open_loose(const FileTree& objects, const ObjectId& id, const ObjectLimits& limits) {
  const std::string digits = to_hex(id);
  LooseFile file;
  file.packed =
      TRY(objects.read(digits.substr(0, 2) + "/" + digits.substr(2), limits.bytes + limits.bytes / 1'000 + kLeastFile));
  const std::string start = TRY(inflate_start(file.packed, kMostHeader));
  const std::size_t end = start.find('\0'), blank = start.find(' ');
  if (end == std::string::npos || blank > end) return fail(ErrorCode::syntax, "a loose object without a header");
  file.header.type = TRY(type_named(std::string_view(start).substr(0, blank)));
  const char *const first = start.data() + blank + 1, *const last = start.data() + end;
  const auto [stopped, error] = std::from_chars(first, last, file.header.size);
  if (error != std::errc() || stopped != last) return fail(ErrorCode::syntax, "a loose object without a size");
  file.content = end + 1;
  return file;
}

}  // namespace

Result<RawObject> read_loose(const FileTree& objects, const ObjectId& id, const ObjectLimits& limits) {
  const LooseFile file = TRY(open_loose(objects, id, limits));
  if (file.header.size > limits.bytes)
    return fail(ErrorCode::too_large, "larger than " + std::to_string(limits.bytes) + " bytes");
  std::string bytes = TRY(inflate_exactly(file.packed, file.content + file.header.size));
  bytes.erase(0, file.content);
  return RawObject{file.header.type, std::move(bytes)};
}

Result<ObjectHeader> loose_header(const FileTree& objects, const ObjectId& id, const ObjectLimits& limits) {
  return TRY(open_loose(objects, id, limits)).header;
}

std::vector<ObjectId> loose_with_prefix(const FileTree& objects, std::string_view digits, std::size_t most) {
  std::vector<ObjectId> found;
  const std::string folder(digits.substr(0, 2));
  const auto entries = objects.list(folder);
  if (!entries) return found;
  for (const DirectoryEntry& entry : *entries) {
    const std::string name = folder + entry.name;
    if (found.size() >= most || !name.starts_with(digits)) continue;
    if (const auto id = parse_id(name)) found.push_back(*id);
  }
  return found;
}

}  // namespace cordon::git
