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
  // Something was not looked at for another reason.
  void give_up() { spent_up_ = true; }
  bool spent_up() const { return spent_up_; }

 private:
  std::uint64_t left_;
  bool spent_up_ = false;
};

// Of one expression; the largest of retire.js' list has 3,669 (November 2026).
inline constexpr std::uint32_t kMostInstructions = 6'000;

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
  // Compiles. Fails with syntax where RE2 refuses the expression, or where it has no group for the version, and with
  // too_large where it has more than kMostInstructions.
  Result<void> check() const;
  // Instructions of the compiled expression; 0 where check() fails.
  std::uint32_t instructions() const;
  // Every version that the text shows, each once, in its order. Nothing where check() fails. Work is spent up where a
  // text is too long for the expression, or shows more versions than anything has, or one that is none.
  std::vector<Hit> find(std::string_view text, Work& work) const;

 private:
  struct Parts;
  explicit Pattern(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace cordon::inventory::javascript
