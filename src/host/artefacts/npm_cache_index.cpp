#include "host/artefacts/npm_cache_index.h"

#include <algorithm>

#include "base/credentials.h"
#include "base/json.h"
#include "base/sha1.h"
#include "base/text.h"
#include "model/integrity.h"

namespace cordon::host {
namespace {

constexpr std::string_view kRequest = "make-fetch-happen:request-cache:";
constexpr std::size_t kSha1Hex = 40, kMostUnread = 100, kMostEntries = 100'000;

std::uint64_t whole(Value value) {
  const auto number = value.integer();
  return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

class IndexReader {
 public:
  IndexReader(const std::string& path, const Limits& limits) : path_(path), limits_(limits) {}

  CacheIndexFile read(std::string_view text) {
    std::uint32_t line = 1;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (out_.entries.size() == kMostEntries) {
        unread(line, ErrorCode::too_many, "more entries than one file of the index has");
        break;
      }
      if (end > 0) entry(text.substr(0, end), line);
      text.remove_prefix(std::min(end + 1, text.size()));
      ++line;
    }
    if (left_out_ > 0)
      out_.unread.push_back({path_, 0, std::string(to_string(ErrorCode::too_many)),
                             std::to_string(left_out_) + " more lines were not understood", true});
    return std::move(out_);
  }

 private:
  void unread(std::uint32_t line, ErrorCode code, std::string reason) {
    if (out_.unread.size() < kMostUnread)
      out_.unread.push_back({path_, line, std::string(to_string(code)), std::move(reason), true});
    else ++left_out_;
  }

  void entry(std::string_view text, std::uint32_t line) {
    const std::size_t tab = text.find('\t');
    if (tab != kSha1Hex) return unread(line, ErrorCode::syntax, "no entry of npm's cache");
    const std::string_view json = text.substr(tab + 1);
    // npm passes over such an entry: it was written in part, or changed.
    if (sha1_hex(json) != text.substr(0, tab))
      return unread(line, ErrorCode::invalid_value, "the entry is not what its checksum says");
    const Result<Document> document = json::parse(std::string(json), {.limits = limits_});
    if (!document) return unread(line, document.error().code, document.error().message);
    const Value root = document->root();
    const std::string_view key = root["key"].text();
    if (!root.is_object() || key.empty()) return unread(line, ErrorCode::missing_field, "an entry without a key");
    CacheEntry found;
    found.key = without_credentials(std::string(key));
    if (found.key.starts_with(kRequest)) found.address = found.key.substr(kRequest.size());
    found.integrity = root["integrity"].text();
    if (root["integrity"].is_null()) found.integrity.clear();
    found.time_ms = whole(root["time"]);
    found.size = whole(root["size"]);
    found.line = line;
    out_.entries.push_back(std::move(found));
  }

  const std::string& path_;
  const Limits& limits_;
  CacheIndexFile out_;
  std::size_t left_out_ = 0;
};

}  // namespace

CacheIndexFile read_cache_index(std::string_view text, const std::string& display_path, const Limits& limits) {
  return IndexReader(display_path, limits).read(text);
}

std::string content_path(std::string_view integrity) {
  const std::vector<model::IntegrityHash> hashes = model::parse_integrity(integrity);
  const auto strongest = std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm);
  if (strongest == hashes.end() || strongest->sri.empty()) return {};
  const std::string hex = model::hex_of_integrity(*strongest);
  const std::string algorithm = strongest->sri.substr(0, strongest->sri.find('-'));
  return "content-v2/" + algorithm + "/" + hex.substr(0, 2) + "/" + hex.substr(2, 2) + "/" + hex.substr(4);
}

}  // namespace cordon::host
