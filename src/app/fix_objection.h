// What speaks against a release that could take the place of a bad one, before it is tried.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/fix_sources.h"
#include "model/registries.h"

namespace cordon::app {

// The place that is to be filled again.
struct BadPlace {
  std::string name, version;
  std::string preferred;               // the last good version by an incident pack; may be empty
  std::string resolved;                // address of the bad release
  std::vector<std::string> integrity;  // its digests
  std::vector<std::string> ranges;     // what is asked for there
  std::string doubt;                   // why what is kept in node_modules is not believed; empty: it is
};

// One reason, or nothing: what is kept in node_modules where something bad may have run; another major version by any
// source but one that the user named; of the lockfile itself also what is not asked for; no digest where the bad
// release has one, or a weaker one; an address of another registry, unless the user named the source and declared that
// host private, and the bad release is of a public one; two sources with different digests of it (`all`:
// every candidate for that place).
std::optional<std::string> objection(const Candidate& candidate, const BadPlace& place,
                                     const std::vector<Candidate>& all, const model::Registries& registries);

}  // namespace cordon::app
