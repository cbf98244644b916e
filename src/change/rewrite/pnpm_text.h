// A pnpm-lock.yaml of version 6.x or 9.x as sections and entries that can be written anew. For pnpm.cpp and its parts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/pnpm_lines.h"
#include "change/rewrite/release.h"

namespace cordon::change {

class PnpmText {
 public:
  // Fails as check_encoding, check_utf8 and pnpm_sections do, with refused for a key that stands twice, and with
  // unsupported_version. `limits` must outlive it.
  static Result<PnpmText> read(std::string_view text, const Limits& limits);

  // After every change of lines: indices hold until then.
  Result<void> scan();

  const PnpmSection* section(std::string_view name) const;
  std::optional<std::size_t> entry(std::string_view name, std::string_view key) const;
  bool is_split() const { return is_split_; }  // version 9: packages and snapshots
  std::string_view instances() const { return is_split_ ? "snapshots" : "packages"; }
  TextLines& lines() { return lines_; }
  const TextLines& lines() const { return lines_; }
  const Limits& limits() const { return *limits_; }

  Result<std::vector<PnpmMember>> members(std::string_view name, std::size_t index) const;
  // Puts members in the place of those of an entry. Fails with refused for one that is not written as pnpm writes it.
  Result<void> write(std::string_view name, std::size_t index, const std::vector<PnpmMember>& members);
  // A new entry, where pnpm sorts it. Fails with refused where the file has no such section.
  Result<void> insert(std::string_view name, std::string_view key, const std::vector<PnpmMember>& members);

 private:
  PnpmText(std::string_view text, const Limits& limits) : lines_(text), limits_(&limits) {}
  std::unexpected<Error> twice(std::size_t line) const;

  TextLines lines_;
  const Limits* limits_;
  std::vector<PnpmSection> sections_;
  bool is_split_ = false;
};

// "name@version" of a key, with the slash of version 6.
std::string base_of(const PnpmId& id);

// What the file says of the release at that key of its instances.
Result<Release> release_at(const PnpmText& lock, std::string_view key, const PnpmId& id);

}  // namespace cordon::change
