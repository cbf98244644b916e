// What is known of packages that were seen once, and what has changed of it: without the files they were seen in.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "intel/knowledge.h"
#include "model/generated/model.h"
#include "model/inventory.h"

namespace cordon::app {

// A package as it is remembered: what matching needs of a component.
struct SeenPackage {
  std::string purl, ecosystem, name, version;
  model::Origin origin = model::Origin::registry;
  model::RegistryClass registry = model::RegistryClass::unknown;
  std::vector<std::string> integrity;
  bool said_by_itself = false;  // by an installed package, which may accuse and cannot acquit
  auto operator<=>(const SeenPackage&) const = default;
};

// One thing that is known of one package.
struct Standing {
  std::string purl, cause;       // the advisory's id that stays, or the incident pack's
  std::vector<std::string> ids;  // all its names, sorted
  bool malware = false, exploited = false;
  model::Severity severity = model::Severity::info;
  std::string fixed;  // empty: no release without it is known
  std::string title;  // one line
  // Who says so: an incident pack, the index of advisories, or both. What is not loaded takes nothing back.
  std::string pack;       // empty: none
  std::string ecosystem;  // of the advisory that says so; empty: none
  bool operator==(const Standing&) const = default;
};

// Every package of an inventory that somebody may have published, once; sorted.
void collect_seen(const model::Inventory& inventory, bool said_by_itself, std::vector<SeenPackage>& out);

// What is known of these packages, in order of package and cause. Fails as AdvisoryIndex does.
Result<std::vector<Standing>> standings_of(const std::vector<SeenPackage>& packages, const intel::Knowledge& knowledge);

// Those of `before` that nobody can take back or confirm, because who said so is not loaded now; of these packages
// only.
std::vector<Standing> beyond_knowledge(const std::vector<Standing>& before, const std::vector<SeenPackage>& packages,
                                       const intel::Knowledge& knowledge);

// What changed between two of the same packages of a project, both in order of package. An advisory that goes by
// another of its names by now is the same.
std::vector<model::Notice> notices_between(const std::string& project, const std::vector<Standing>& before,
                                           const std::vector<Standing>& now);

// Malware first, then by severity, project, package and cause.
void put_in_order(std::vector<model::Notice>& notices);

}  // namespace cordon::app
