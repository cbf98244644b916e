// Which packages a rule speaks of, as cordon.yaml writes it: a name, the beginning of names, a package URL, and behind
// a name the releases that are meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/semver.h"

namespace cordon::policy {

// Unknown: the name is meant, and whether the release is cannot be said of a version that has no place in the order.
enum class Match : std::uint8_t { no, yes, unknown };

// Whether a range holds the pre-releases between its ends, too: what is forbidden should, what is excepted should not.
enum class Prereleases : std::uint8_t { only_named, all };

class PackagePattern {
 public:
  // "*", "name", "name*", "@scope/*", "pkg:TYPE/name", "pkg:TYPE/*"; behind a name without '*' an '@' and what a
  // release must satisfy: of npm and jsr a range as npm reads it, of other types a version. A name without a type is
  // meant in every ecosystem. Fails with invalid_value; the message says what to write.
  static Result<PackagePattern> parse(std::string_view text, Prereleases prereleases);

  // `type` is that of package URLs. Linear in the texts.
  Match match(std::string_view type, std::string_view name, std::string_view version) const;

  const std::string& text() const { return text_; }
  bool is_one_name() const { return !is_prefix_; }
  bool has_versions() const { return !versions_.empty(); }

 private:
  bool names(std::string_view type, std::string_view name) const;

  std::string text_, type_, name_, versions_;  // type_ is empty for any
  bool is_prefix_ = false;                     // name_ is the beginning of names; an empty one begins all
  std::optional<model::semver::Range> range_;  // what versions_ means to npm
};

}  // namespace cordon::policy
