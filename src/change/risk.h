// How suspicious one release that came with a change is: the facts that speak for and against, and what they add up to.
#pragma once

#include <optional>
#include <string>

#include "change/delta.h"
#include "change/metadata_facts.h"
#include "change/weights.h"
#include "model/generated/change_report.h"

namespace cordon::change {

// What is known of a release that was not there before. Absent: unknown, which counts nothing.
struct Facts {
  Way way = Way::known;
  Bump bump = Bump::none;       // known: of the release itself; else of the carrier
  std::string carrier;          // "axios 1.14.1 (1.14.0 before)"; empty without one
  bool only_change = false;     // the change brought nothing but this and its carrier
  std::optional<bool> listed;   // whether the list of used packages has the name; absent: there is no such list
  std::optional<int> decibels;  // ten times the decimal logarithm of downloads a month; absent: not listed
  bool is_vouched = true;       // its registry gives names to whom the list and the project know by them
  bool is_counted = true;       // and is one whose downloads the list counts
  std::string looks_like;       // a much more used package whose name it may be taken for
  std::string holds_name;       // a much more used package whose name is part of this one
  std::string family;           // what carrier and name have in common: "@babel", "webpack"
  std::string known_scope;     // the scope, where the project had packages of it before: only its owner publishes there
  std::optional<bool> script;  // runs code when it is installed
  std::string script_text;     // "postinstall: node setup.js", where it is known
  bool script_gained = false;  // and the release before did not
  std::optional<bool> imported;     // the code of what requires it names it; absent where not all of that is at hand
  std::string no_registry;          // the repository, address or file it comes from, where that is no registry
  std::string other_registry;       // the registry, where everything else comes from another
  std::string origin_changed;       // "registry npm, now git …"
  bool no_integrity = false;        // nothing holds its content, where the format would
  std::optional<bool> seen_before;  // in the project's own history
  // By registries, where what they say is at hand. Of a name that is new the publication is its carrier's.
  PublicationFacts publication;
  std::optional<std::int64_t> hours_before_carrier;  // how long the package existed when its carrier was published
  std::optional<bool> shared_publisher;              // who published it publishes its carrier, too
  bool not_in_registry = false;                      // which was asked just now, and knows the package
  std::optional<std::int64_t> hours_old;             // this release itself, at the time of the scan
  std::string hidden;                                // what its archive has and its registry does not tell
  std::string untold_by;                             // what requires it here, and not by its registry's manifest
  bool borrowed_repository = false;                  // it says it comes from the repository of `holds_name`
  model::Place place;
};

// Sums what counts: of each family the strongest fact whole and the next half, favour and suspicion apart, the others
// not.
model::Risk assess(const Facts& facts);

// "allow", "review" or "block" of a sum.
model::VerdictValue verdict_of(std::int64_t points);

}  // namespace cordon::change
