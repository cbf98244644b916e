// One pattern that a library is recognised by, compiled when it is first needed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/library_signature.h"

namespace cordon::inventory::javascript {

enum class Anchor : std::uint8_t { nowhere, both_ends };

// What looking through one text may cost, in bytes that are passed over.
class Work {
 public:
  explicit Work(std::uint64_t bytes) : left_(bytes) {}
  bool spend(std::uint64_t bytes) {
    spent_up_ = spent_up_ || bytes > left_;
    left_ -= spent_up_ ? 0 : bytes;
    return !spent_up_;
  }
  bool spent_up() const { return spent_up_; }

 private:
  std::uint64_t left_;
  bool spent_up_ = false;
};

struct Hit {
  std::string version;
  std::size_t at = 0;  // byte of the text where the match begins
  bool operator==(const Hit&) const = default;
};

// Safe to use from several threads.
class Pattern {
 public:
  // Fails as `translate` does.
  static Result<Pattern> make(const model::LibraryPattern& pattern, Anchor anchor);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  // Every match holds one of these texts. Empty: none is known.
  const std::vector<std::string>& literals() const;
  // Compiles. Fails with syntax where RE2 refuses the expression, or where it has no group for the version.
  Result<void> check() const;
  // Every version that the text shows, each once, in its order. Nothing where check() fails.
  std::vector<Hit> find(std::string_view text, Work& work) const;

 private:
  struct Parts;
  explicit Pattern(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace cordon::inventory::javascript
