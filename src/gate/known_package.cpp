#include "gate/known_package.h"

#include "intel/match.h"
#include "intel/osv/evaluate.h"
#include "model/integrity.h"

namespace cordon::gate {
namespace {

constexpr std::string_view kEcosystem = "npm";

// As an entry of a lockfile would have it: the rules of matching are then those of a scan.
model::Component component_of(std::string_view name, std::string_view version, std::string_view integrity) {
  model::Component out;
  out.ecosystem = kEcosystem;
  out.name = name;
  out.version = version;
  out.origin = model::Origin::registry;
  out.registry.class_ = model::RegistryClass::public_;
  if (!integrity.empty()) out.integrity.emplace_back(integrity);
  return out;
}

}  // namespace

Result<KnownPackage> KnownPackage::read(const intel::Knowledge* knowledge, std::string_view name) {
  KnownPackage out(knowledge, name);
  if (knowledge != nullptr && knowledge->advisories() != nullptr)
    TRY_CONTEXT(out.read_advisories(knowledge->advisories()->index()), "reading the index of advisories");
  return out;
}

Result<void> KnownPackage::read_advisories(const intel::AdvisoryIndex& index) {
  for (intel::IndexedAffected& one : TRY(index.find(kEcosystem, name_))) {
    intel::Advisory advisory = TRY(index.record(one.record));
    if (advisory.withdrawn != 0) continue;
    if (advisory.malware) {
      malware_.push_back({advisory.id, advisory.summary, std::move(one.affected)});
      continue;
    }
    for (const intel::VersionRange& range : one.affected.ranges)
      for (const intel::VersionEvent& event : range.events)
        if (event.kind == intel::EventKind::fixed) fixes_.insert(event.version);
  }
  return {};
}

std::optional<KnownBad> KnownPackage::bad(std::string_view version, std::string_view integrity) const {
  if (knowledge_ == nullptr) return std::nullopt;
  for (const intel::Match& match : intel::match(component_of(name_, version, integrity), *knowledge_)) {
    if (match.kind == intel::MatchKind::different_content) continue;
    const intel::PackHead& pack = knowledge_->packs()[match.release.pack];
    return KnownBad{std::string(pack.id), std::string(pack.title)};
  }
  for (const Malware& one : malware_)
    if (intel::judge(one.affected, true, version).standing == intel::Standing::affected)
      return KnownBad{one.id, one.summary};
  return std::nullopt;
}

}  // namespace cordon::gate
