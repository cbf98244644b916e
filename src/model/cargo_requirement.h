// What a Cargo.toml asks of a crate's version: the language of the crate `semver` 1.0, which Cargo uses
// (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html): "1.2", "^1.2.3", "~1.2", "1.*",
// ">=1, <1.5", "=1.2.3". Linear in the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/cargo_version.h"

namespace cordon::model::cargo {

inline constexpr std::size_t kMaxComparators = 32;  // the crate's own limit

enum class Operator : std::uint8_t { exact, greater, greater_equal, less, less_equal, tilde, caret, wildcard };

struct Comparator {
  Operator operation = Operator::caret;
  std::uint64_t major = 0;
  std::optional<std::uint64_t> minor, patch;  // no patch without a minor
  std::string prerelease;                     // "" for none, and always without a patch

  std::string text() const;  // "^1.2.3-rc.1"; the crate's form
};

// All its comparators must hold; "*" has none.
struct Requirement {
  std::vector<Comparator> comparators;

  std::string text() const;  // ">=1.0.0, <1.5.0"; "*" for any version
};

// Fails with syntax, invalid_value (a number of more than 64 bits), too_many or too_large. Build metadata is read and
// dropped: it never counts.
Result<Requirement> parse_requirement(std::string_view text);

// A pre-release satisfies only what names a pre-release of the same major, minor and patch.
bool satisfies(const Version& version, const Requirement& requirement);

}  // namespace cordon::model::cargo
