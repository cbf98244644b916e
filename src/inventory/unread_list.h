// Collects what a reader could not understand, bounded: a hostile file may hold millions of broken entries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::inventory {

class UnreadList {
 public:
  static constexpr std::size_t kMaxEntries = 1000;

  explicit UnreadList(std::string path) : path_(std::move(path)) {}

  // `code` is a stable code; `reason` one sentence that may show hostile text only through text::visible. What is
  // beyond kMaxEntries is only counted.
  void add(std::uint32_t line, std::string_view code, std::string reason, bool incomplete = true);
  void add(std::uint32_t line, ErrorCode code, std::string reason, bool incomplete = true) {
    add(line, to_string(code), std::move(reason), incomplete);
  }
  void add(const Error& error, bool incomplete = true) { add(error.line, error.code, error.message, incomplete); }

  // Appends the entries to `out`, and one with the code too_many for those that were only counted.
  void move_to(std::vector<model::FileUnread>& out);

 private:
  std::string path_;
  std::vector<model::FileUnread> entries_;
  std::uint64_t more_ = 0;
  bool more_incomplete_ = false;
};

}  // namespace cordon::inventory
