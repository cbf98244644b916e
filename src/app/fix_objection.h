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
  std::string instance;                // where it is, as lockfiles say it; empty: what is there is of no account
  std::string resolved;                // address of the bad release
  std::vector<std::string> integrity;  // its digests
  std::vector<std::string> ranges;     // what is asked for there
  std::string doubt;                   // why what is kept in node_modules is not believed; empty: it is
  std::int64_t published_before = 0;   // what is no way back must be as old, seconds since 1970; 0: any age
};

// One reason, or nothing: what is kept in node_modules where something bad may have run; another major version
// unless it is the preferred one, or, where none is, what an older lockfile has at this very place; of the lockfile
// itself also what is not asked for; no digest where the bad release has one, or a weaker one; an address that is of
// another release or of another registry, unless an older lockfile leads from a public one to a host that the user
// declared private, which also makes up for the major version; two sources with different digests of it (`all`: every
// candidate for that place), where the lockfile itself has no say against older ones; what is newer than the bad
// release, in no older lockfile, and published too late or nobody knows when.
std::optional<std::string> objection(const Candidate& candidate, const BadPlace& place,
                                     const std::vector<Candidate>& all, const model::Registries& registries);

// The same of a release that is to come into the lockfile for what needs it there: `place` is the package that needs
// it, by its name and version, with what it asks for as the only range. Whatever the version, it must be what is asked
// for, and what is neither in the lockfile nor in an older one must be as old as that.
std::optional<std::string> objection_to_added(const Candidate& candidate, const BadPlace& place,
                                              const std::vector<Candidate>& all, const model::Registries& registries);

// Whether it is a way back by one lockfile that the user named, and another one has another digest of it: then nobody
// knows what the user means, and nothing else may come in its place.
bool is_disputed_way_back(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all);

}  // namespace cordon::app
