// Which version a dist-tag points to, when the one that it pointed to is not handed out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/semver.h"
#include "registry/packument_read.h"

namespace cordon::registry {

// Versions in order, read once for all tags of a document.
class TagChoice {
 public:
  // `listed[i]` says whether versions[i] is handed out. Versions that node-semver cannot read are never chosen.
  TagChoice(const Packument& packument, std::span<const std::uint8_t> listed);

  // For `latest`: the highest stable version that is not above the target; else the lowest stable one above it that a
  // caret range would take, so that nobody gets a new major version unasked; else the highest pre-release that is not
  // above the target. Nothing: the tag stays where it is. Indexes into Packument::versions.
  std::optional<std::uint32_t> latest(std::string_view target) const;

  // For any other tag: the highest version of the target's line that is not above it. A line is the stable versions of
  // one major version, or its pre-releases whose first identifier begins with the same letters ("beta" of "beta.3").
  std::optional<std::uint32_t> other(std::string_view target) const;

 private:
  struct Candidate {
    model::semver::Version version;
    std::string label;  // of pre-releases
    std::uint32_t index = 0;
  };
  static std::optional<Candidate> read(std::string_view version);
  static bool precedes(const Candidate& a, const Candidate& b);
  static bool same_line(const Candidate& a, const Candidate& b);

  std::vector<Candidate> candidates_;  // by line, then by version
};

}  // namespace cordon::registry
