// Sigma's patterns: '*' stands for any text, '?' for one byte; capitals of ASCII do not count unless asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::rules {

enum class Letters : std::uint8_t { any_case, exact };

// A pattern as the Sigma specification writes it (appendix "Sigma modifiers", wildcards): `\*`, `\?` and `\\` stand for
// the character itself; a backslash before anything else is one. Any text is a pattern.
class Pattern {
 public:
  explicit Pattern(std::string_view text, Letters letters = Letters::any_case);

  // Whether the whole text is of this form. Linear in memory; time is at most the product of both lengths.
  bool matches(std::string_view text) const;
  bool has_wildcards() const { return has_wildcards_; }
  // What it stands for when it has no wildcards.
  std::string literal() const;

  // The same with '*' in front or behind: contains, startswith, endswith.
  Pattern anything_before() const;
  Pattern anything_behind() const;

 private:
  enum class Part : std::uint8_t { letter, any_one, any_text };
  struct Step {
    Part part = Part::letter;
    char letter = 0;
  };
  std::vector<Step> steps_;
  Letters letters_ = Letters::any_case;
  bool has_wildcards_ = false;
};

}  // namespace cordon::rules
