// What two inventories and the lists of names say of a release that a change brought: the input of risk.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "change/delta.h"
#include "change/package_facts.h"
#include "change/packument.h"
#include "change/risk.h"

namespace cordon::change {

// What is at hand beside the lockfiles.
struct Sources {
  PackageLookup files;
  PackumentLookup packuments;
  // Whether the project had a package of this name before; empty where nobody knows.
  std::function<std::optional<bool>(const model::Component& component)> seen_before;
  std::optional<std::int64_t> now = {};  // seconds since 1970; empty: nobody says how old a release is
};

class FactFinder {
 public:
  // All three must outlive it. Linear in the components of both. `sources` is asked for what is new and what requires
  // it.
  FactFinder(const model::Inventory& before, const model::Inventory& after, const Delta& delta, Sources sources = {});

  // Of one of `added` or `changed`.
  Facts of(const ReleaseChange& change) const;

 private:
  void add_name(const ReleaseChange& change, Facts& facts) const;
  void add_carrier(const ReleaseChange& change, Facts& facts) const;
  void add_source(const ReleaseChange& change, Facts& facts) const;
  void add_files(const ReleaseChange& change, Facts& facts) const;
  const Packument* document_of(const model::Component& component) const;
  void add_metadata(const ReleaseChange& change, Facts& facts) const;
  void add_manifests(const ReleaseChange& change, const Packument* own, Facts& facts) const;
  const ReleaseChange* change_of(const model::Component& component) const;

  const model::Inventory& before_;
  const model::Inventory& after_;
  const Delta& delta_;
  Sources sources_;
  std::set<std::string_view> registries_;  // of before
  std::set<std::string_view> scopes_;      // of before, of what comes from registries
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const ReleaseChange*>
      changes_;                        // by release
  std::vector<std::string_view> own_;  // names that the project itself asked for before
  bool records_integrity_ = false;     // most of after have a digest
};

}  // namespace cordon::change
