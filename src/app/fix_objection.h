// What speaks against a release that could take the place of a bad one, before it is tried.
#pragma once

#include <cstdint>
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
  std::int64_t published_before = 0;   // what a cache knows must be as old, seconds since 1970; 0: any age
};

// One reason, or nothing: what is kept in node_modules where something bad may have run; another major version by any
// source but one that the user named; of the lockfile itself also what is not asked for; no digest where the bad
// release has one, or a weaker one; an address of another registry, unless the user named the source and declared that
// host private, and the bad release is of a public one; two sources with different digests of it (`all`:
// every candidate for that place); by a cache or a registry what was published too late, or is newer than the bad
// release and nobody knows since when.
std::optional<std::string> objection(const Candidate& candidate, const BadPlace& place,
                                     const std::vector<Candidate>& all, const model::Registries& registries);

// The same of a release that is to come into the lockfile for what needs it there: `place` is the package that needs
// it, by its name and version, with what it asks for as the only range. Whatever the version, it must be what is asked
// for, and of a cache as old as that.
std::optional<std::string> objection_to_added(const Candidate& candidate, const BadPlace& place,
                                              const std::vector<Candidate>& all, const model::Registries& registries);

}  // namespace cordon::app
