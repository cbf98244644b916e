#include "intel/stored_packs.h"

#include <algorithm>

#include "base/sha256.h"
#include "base/text.h"
#include "intel/pack_read.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kHead = "cordon stored pack 1\n", kUnsigned = "unsigned ";
constexpr std::size_t kSignatureLines = 4;
// What stands before the pack, at most.
constexpr std::uint64_t kHeadBytes = 20'000;

// Takes `count` lines off the beginning, with their ends.
Result<std::string_view> take_lines(std::string_view& rest, std::size_t count) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t found = rest.find('\n', end);
    if (found == std::string_view::npos) return fail(ErrorCode::truncated, "ends before the pack begins");
    end = found + 1;
  }
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end);
  return taken;
}

// Whether the rest is what was stored.
Result<std::optional<PackSignature>> check_origin(std::string_view& rest) {
  std::string_view key_line = TRY(take_lines(rest, 1));
  key_line.remove_suffix(1);
  if (key_line.starts_with(kUnsigned)) {
    key_line.remove_prefix(kUnsigned.size());
    if (key_line != sha256_hex(rest)) return fail(ErrorCode::bad_signature, "the pack is not what was added");
    return std::nullopt;
  }
  PackSignature found;
  found.key = TRY(crypto::read_public_key(key_line));
  const std::string_view lines = TRY(take_lines(rest, kSignatureLines));
  found.signature = TRY(crypto::read_signature(lines));
  TRY(crypto::verify(rest, found.signature, found.key));
  return found;
}

model::FileUnread unread(const std::string& path, const Error& error) {
  return {path, error.line, std::string(to_string(error.code)),
          "an added pack that is not used: " + text::visible(error.describe(), 300) +
              "; add it again ('cordon intel add'), or remove the file",
          true};
}

Result<StoredPack> read_one(const FileTree& folder, const std::string& name, const std::string& path,
                            const Limits& limits) {
  const std::string content = TRY(folder.read(name, limits.bytes + kHeadBytes));
  StoredPack stored = TRY(read_stored_pack(content, path, limits));
  if (stored.pack.id + std::string(kStoredSuffix) != name)
    return fail(ErrorCode::invalid_value, "its id is " + stored.pack.id + ", which is not the name of the file");
  return stored;
}

}  // namespace

std::string write_stored_pack(std::string_view pack_text, const std::optional<PackSignature>& signed_by) {
  std::string out(kHead);
  if (signed_by) out += crypto::public_key_text(signed_by->key) + "\n" + crypto::write_signature(signed_by->signature);
  else out += std::string(kUnsigned) + sha256_hex(pack_text) + "\n";
  out += pack_text;
  return out;
}

Result<StoredPack> read_stored_pack(std::string_view content, std::string_view display_path, const Limits& limits) {
  if (!content.starts_with(kHead)) return fail(ErrorCode::syntax, "no pack that 'cordon intel add' wrote", 1);
  content.remove_prefix(kHead.size());
  StoredPack stored;
  stored.signed_by = TRY(check_origin(content));
  stored.pack = TRY(read_pack(std::string(content), display_path, limits));
  return stored;
}

StoredPacks read_stored_packs(const FileTree& folder, const std::string& display_folder, const Limits& limits) {
  StoredPacks out;
  const auto entries = folder.list("");
  if (!entries) {
    out.unread.push_back(unread(display_folder, entries.error()));
    return out;
  }
  for (const DirectoryEntry& entry : *entries) {
    if (entry.name.ends_with(".new")) continue;
    const std::string path = display_folder + "/" + entry.name;
    if (out.packs.size() + out.unread.size() >= kMostStoredPacks) {
      out.unread.push_back(unread(path, {ErrorCode::too_many, "too many packs in this folder", 0, 0, {}}));
      break;
    }
    Result<StoredPack> stored = entry.name.ends_with(kStoredSuffix)
                                    ? read_one(folder, entry.name, path, limits)
                                    : fail(ErrorCode::unsupported_format, "packs come here by 'cordon intel add' only");
    if (stored) out.packs.push_back(std::move(*stored));
    else out.unread.push_back(unread(path, stored.error()));
  }
  return out;
}

}  // namespace cordon::intel
