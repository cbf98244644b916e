// The index of npm's cache, _cacache/index-v5: which addresses were answered with what, and when. A file of it is a
// bucket for keys of one digest; entries are appended, so a file also remembers what was replaced or removed (cacache
// 12 to 20, lib/entry-index.js).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "model/generated/model.h"

namespace cordon::host {

struct CacheEntry {
  std::string key;            // "make-fetch-happen:request-cache:https://registry.example.test/a/-/a-1.0.0.tgz"
  std::string address;        // that was asked; of other keys than requests empty
  std::string integrity;      // SRI of what was answered; empty: npm removed the entry
  std::uint64_t time_ms = 0;  // since 1970, when it was written
  std::uint64_t size = 0;     // bytes of what was answered
  std::uint32_t line = 0;     // 1-based
  bool operator==(const CacheEntry&) const = default;
};

struct CacheIndexFile {
  std::vector<CacheEntry> entries;        // in the order of the file; of one key the last one counts for npm
  std::vector<model::FileUnread> unread;  // lines whose checksum is not theirs, or that mean nothing
};

// Never fails: each line stands for itself, under its own SHA-1. Credentials in addresses are left out.
CacheIndexFile read_cache_index(std::string_view text, const std::string& display_path, const Limits& limits = {});

// Where the content of this SRI stands below _cacache: "content-v2/sha512/ab/cd/...". Empty for what names no digest.
std::string content_path(std::string_view integrity);

}  // namespace cordon::host
