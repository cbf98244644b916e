// Which of two versions is the newer one, by the rules of the ecosystem they belong to: node-semver for npm (semver.h),
// PEP 440 for PyPI (pep440.h), SemVer 2.0.0 for crates.io (cargo_version.h), Go (go_version.h) and, as far as it goes,
// for the tags of GitHub Actions (actions_tag.h); javascript_version.h for libraries in files. Linear in the text.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model {

inline constexpr std::size_t kMaxVersionBytes = 1'024;  // of any ecosystem; npm's own limit is 256 characters

enum class Ecosystem : std::uint8_t {
  npm,
  pypi,
  crates_io,
  go,
  github_actions,
  javascript,  // libraries recognised in files of a tree, by the names of the list that knows them
};

// By the name that OSV's schema gives it: "npm", "PyPI", "crates.io", "Go", "GitHub Actions"; and "JavaScript", which
// only Cordon has.
std::optional<Ecosystem> ecosystem_from_string(std::string_view osv_name);
std::string_view to_string(Ecosystem ecosystem);
// By the name that components have: "npm", "pypi", "crates", "go", "github-actions", "javascript".
std::optional<Ecosystem> ecosystem_of(std::string_view name);

// The version in the form that compares fast, for who compares it often. Fails with syntax (the ecosystem has no place
// for it in its order), invalid_value (a number that its client refuses) or too_large. What cannot be parsed is neither
// below nor above anything: who asks whether it is affected must say that nobody knows.
Result<VersionKey> version_key(Ecosystem ecosystem, std::string_view text);

// Versions that are equal may differ in text: "1.0" and "1" of PyPI, "1.0.0+a" and "1.0.0+b" of npm. Fails as
// version_key does.
Result<std::strong_ordering> compare_versions(Ecosystem ecosystem, std::string_view a, std::string_view b);

}  // namespace cordon::model
