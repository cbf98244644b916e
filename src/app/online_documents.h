// --online: what registries say of the releases that a change brought, fetched when it is known which these are. What
// comes is kept in memory only, and is at hand through RegistryDocuments.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "app/cached_packument.h"
#include "app/progress.h"
#include "app/registry_asker.h"
#include "app/registry_documents.h"
#include "app/registry_rules.h"
#include "checks/project.h"
#include "model/generated/model.h"

namespace cordon::app {

class OnlineDocuments {
 public:
  // `documents` gets what comes; it and `progress` must outlive this.
  OnlineDocuments(RegistryAsker asker, RegistryRules rules, RegistryDocuments& documents)
      : asker_(std::move(asker)), rules_(std::move(rules)), documents_(documents) {}

  // Names that are not to be asked of a public registry besides: of the settings before a change, which may have taken
  // some away. Before anything is fetched.
  void also_private(const model::PrivateDeclaration& declared) { rules_.also_private(declared); }

  // Fetches the documents of the packages of which a release is new in `after`, and of what brought them. Each once.
  // Any thread may call it. Never fails: what could not be had is told by unread().
  void fetch_new(const checks::Project& before, const checks::Project& after, Progress& progress);

  // The releases that the registry of one package of a project has, for a way back or forward; each with version,
  // digest and address; when each was published stands in `documents` afterwards. Nothing where it cannot be had, which
  // unread() tells. One thread may call it.
  std::optional<CachedPackument> releases(const checks::Project& project, const model::Inventory& lockfile,
                                          const model::Component& component);

  // A line of Coverage for each registry that did not give all that it was asked for, or that was not asked.
  std::vector<model::FileUnread> unread() const;

 private:
  struct Wanted {
    std::string base;
    const model::Component* component = nullptr;
  };
  // What a registry failed at, or was not asked for. Answers come in any order: all names are kept, and told in theirs.
  struct Failure {
    std::string reason;  // of the first that came
    std::set<std::string> names;
  };
  struct Failed {
    std::map<std::string, Failure> failures;  // by code
    bool incomplete = true;
  };

  std::optional<Wanted> allowed(const model::Component& component, const inventory::ClientConfig& client,
                                const model::Registries& registries);
  void note(const std::string& base, const std::string& name, std::string_view code, const std::string& reason);
  Result<change::Packument> packument_of(const Wanted& wanted, std::string text) const;
  void take(const Wanted& wanted, Result<std::string> document);

  RegistryAsker asker_;
  RegistryRules rules_;
  RegistryDocuments& documents_;
  mutable std::mutex mutex_;
  std::atomic<std::uint32_t> asked_{0};
  std::set<std::tuple<std::string, std::string, std::string>> wanted_;  // base, id of registry, name
  std::map<std::pair<std::string, bool>, Failed> failed_;               // by registry and whether something is missing
  std::map<std::pair<std::string, std::string>, std::optional<CachedPackument>> releases_;  // by base and name
};

// The base address of the registry that a project's client would ask for the component: the one that it is told, where
// the component's recorded address agrees with it or is of the public registry, which clients take for the one that
// they are told; else the recorded one's. Whether that may be asked is for RegistryRules to say.
std::string base_for(const model::Component& component, const inventory::ClientConfig& client,
                     const model::Registries& registries);

}  // namespace cordon::app
