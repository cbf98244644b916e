// The gate's minimum age as the tools that propose updates, and package clients themselves, are told of one: so that
// nobody proposes what the gate then refuses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/settings.h"

namespace cordon::policy {

enum class AgeTool : std::uint8_t { renovate, dependabot, npm, pnpm, yarn, bun };

// Packages of npm with an age of their own.
struct AgeOf {
  std::string packages;  // a name, or the beginning of names with a '*' behind it
  std::int64_t seconds = 0;
};

struct AgeWindow {
  std::int64_t seconds = 0;        // how long any release must have been published; 0: no matter
  std::vector<AgeOf> others;       // of several that a package fits, the last counts
  std::vector<std::string> notes;  // what no list of packages can say
};

// What the gate asks for: its own age, and those of rules of the organisation that hold a release back. What comes from
// private registries may be of any age. A rule that has expired on `today` (YYYY-MM-DD) is none.
AgeWindow age_window(const Settings& settings, std::int64_t minimum_age_seconds, std::string_view today);

struct AgeFragment {
  std::string text;
  std::vector<std::string> notes;  // what the tool cannot be told
};

// A fragment of the tool's configuration. Ages are rounded up to what the tool counts in.
AgeFragment age_fragment(AgeTool tool, const AgeWindow& window);

}  // namespace cordon::policy
