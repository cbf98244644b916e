// Writes an object of a JSON text again, with members left out, changed or added, and every other byte as it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "registry/packument_read.h"

namespace cordon::registry {

// The members are handed over in the order of the text, all of them: keep, change or drop; then add, then finish.
class ObjectCopy {
 public:
  ObjectCopy(std::string& out, std::string_view text, Span object)
      : out_(out), text_(text), object_(object), behind_(object.begin + 1) {}

  void keep(const Member& member);
  // Writes all of the member but its value, which the caller appends.
  void change(const Member& member);
  void drop(const Member& member);
  // Writes `"key":`, the caller appends the value. `key` is plain ASCII.
  void add(std::string_view key);
  void finish();

 private:
  void before(const Member& member);
  void flush();
  void notice(const Member& member);

  std::string& out_;
  std::string_view text_;
  Span object_;
  Span first_gap_;        // between the brace and the first member
  Span pending_;          // bytes that follow each other and are yet to be copied
  std::uint32_t behind_;  // behind the last member seen
  bool seen_ = false, written_ = false;
};

}  // namespace cordon::registry
