#include "checks/known_bad.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "checks/collect.h"
#include "checks/exposure.h"
#include "checks/pin_command.h"
#include "checks/recovery.h"
#include "checks/why_here.h"
#include "intel/match.h"
#include "inventory/npm/identify.h"
#include "model/integrity.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "known_bad";

struct Rule {
  const char* id;
  model::Severity severity;
};

Rule rule_of(intel::MatchKind kind) {
  switch (kind) {
    case intel::MatchKind::integrity:
    case intel::MatchKind::name: return {"malware.known-package", model::Severity::critical};
    case intel::MatchKind::name_targeted: return {"malware.name-targeted", model::Severity::medium};
    case intel::MatchKind::name_elsewhere: return {"malware.name-elsewhere", model::Severity::medium};
    case intel::MatchKind::different_content: return {"malware.different-content", model::Severity::low};
    case intel::MatchKind::copied: return {"malware.copied-files", model::Severity::high};
  }
  return {"malware.known-package", model::Severity::critical};
}

// Everything in one project that is the same package for the same reason: one cause, one finding.
struct Group {
  std::vector<intel::Match> matches;                                      // one per pack
  std::vector<std::pair<const model::Inventory*, std::uint32_t>> places;  // inventory and component
};
using Groups = std::map<std::tuple<std::string, std::string, std::string>, Group>;  // rule, name, version

// All matches of a component; where its own name and version are harmless, those of the package that its address is
// of: clients fetch the address.
std::vector<intel::Match> matches_of(const model::Component& component, intel::Word word,
                                     const intel::Knowledge& knowledge) {
  std::vector<intel::Match> matches = intel::match(component, knowledge, word);
  if (!matches.empty() || !component.resolved) return matches;
  auto fetched = inventory::npm::package_at(*component.resolved, component.name);
  if (!fetched) fetched = inventory::npm::archive_named(*component.resolved);
  if (!fetched || (fetched->name == component.name && fetched->version == component.version)) return matches;
  model::Component other = component;
  other.name = fetched->name;
  other.version = fetched->version;
  return intel::match(other, knowledge, word);
}

void gather(const model::Inventory& inventory, intel::Word word, const intel::Knowledge& knowledge, Groups& groups) {
  for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
    const model::Component& component = inventory.components[i];
    for (const intel::Match& found : matches_of(component, word, knowledge)) {
      Group& group = groups[{rule_of(found.kind).id, component.name, component.version}];
      const auto same_pack = [&](const intel::Match& m) { return m.release.pack == found.release.pack; };
      const auto known = std::find_if(group.matches.begin(), group.matches.end(), same_pack);
      if (known == group.matches.end()) group.matches.push_back(found);
      else if (found.kind == intel::MatchKind::integrity) *known = found;  // the stronger reason
      if (group.places.empty() || group.places.back() != std::pair(&inventory, i))
        group.places.emplace_back(&inventory, i);
    }
  }
}

std::string title_of(const model::Component& component, const intel::Match& match, const intel::PackHead& pack) {
  const std::string about = " (" + std::string(pack.title) + ", " + std::string(pack.date) + ")";
  switch (match.kind) {
    case intel::MatchKind::integrity:
      if (component.name != match.release.name)
        return label(component) + " is the archive of malware " + std::string(match.release.name) + " " +
               std::string(match.release.version) + about;
      return label(component) + " is malware" + about;
    case intel::MatchKind::name:
      if (component.name != match.release.name)
        return label(component) + " is fetched from the address of malware " + std::string(match.release.name) + " " +
               std::string(match.release.version) + about;
      return label(component) + " is malware" + about;
    case intel::MatchKind::name_targeted:
      return label(component) + " has the name of malware, but comes from your private registry: check for confusion" +
             about;
    case intel::MatchKind::name_elsewhere:
      return label(component) + " has the name of malware, but comes from git: not what was published" + about;
    case intel::MatchKind::different_content:
      return label(component) + " has the name of malware, but not its content: not that release" + about;
    case intel::MatchKind::copied: return label(component) + " is malware, and files of it were copied here" + about;
  }
  return label(component);
}

// The digests of a group that are evidence of a match, each once: those of the known-bad archive, wherever they stand,
// or the ones that differ from it.
std::vector<std::string> digests_of(const Group& group, const intel::Match& match) {
  std::vector<std::string> out;
  if (match.kind == intel::MatchKind::different_content) {
    const auto& [inventory, index] = group.places.front();
    return inventory->components[index].integrity;
  }
  if (match.kind != intel::MatchKind::integrity) return out;
  for (const auto& [inventory, index] : group.places)
    for (const std::string& text : inventory->components[index].integrity)
      for (const model::IntegrityHash& own : model::parse_integrity(text))
        if (match.release.integrity.contains(own.sri) && std::find(out.begin(), out.end(), own.sri) == out.end())
          out.push_back(own.sri);
  return out;
}

void add_evidence(const Group& group, const intel::Knowledge& knowledge, model::FindingInput& input) {
  for (const auto& [inventory, index] : group.places) {
    const model::Component& component = inventory->components[index];
    if (input.evidence.size() >= FileFinding::kEvidence) break;
    input.evidence.push_back(model::text_span(component.place.path, component.place.line, label(component), kName));
  }
  for (const intel::Match& match : group.matches) {
    const std::string record = "incident:" + std::string(knowledge.packs()[match.release.pack].id) + "#packages";
    const std::string_view compared = match.kind == intel::MatchKind::integrity
                                          ? "equal to the digest of the known-bad archive"
                                          : "differs from the digest of the known-bad archive";
    for (const std::string& own : digests_of(group, match))
      input.evidence.push_back(model::digest_compared(record, own, compared, kName));
    std::string known = std::string(match.release.name) + " " + std::string(match.release.version);
    if (!match.release.note.empty()) known += ": " + std::string(match.release.note);
    input.evidence.push_back(model::knowledge_record(record, known, kName));
  }
}

// What the findings of one project share.
class Conclusions {
 public:
  Conclusions(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out)
      : knowledge_(knowledge), exposures_(project, knowledge), out_(out) {}

  void add(const Group& group) {
    const auto& [inventory, index] = group.places.front();
    const model::Component& component = inventory->components[index];
    const intel::Match& match = group.matches.front();
    const Rule rule = rule_of(match.kind);
    const bool infected = rule.severity == model::Severity::critical;
    model::FindingInput input;
    input.rule_id = rule.id;
    input.kind = model::FindingKind::malware;
    input.severity = rule.severity;
    input.confidence = match.confidence;
    input.subject = model::package_subject(component);
    input.title = title_of(component, match, knowledge_.packs()[match.release.pack]);
    add_evidence(group, knowledge_, input);
    add_names(group, infected, input);
    std::vector<std::uint32_t> instances;
    for (const auto& [where, at] : group.places)
      if (where == inventory) instances.push_back(at);
    input.instances = static_cast<std::uint32_t>(instances.size());
    explain_presence(*inventory, graph(*inventory), instances, input);
    if (infected) {
      input.exposure = exposures_.of(component);
      add_remedy(group, input);
    } else if (match.kind == intel::MatchKind::name_targeted) {
      say_name_targeted(input);
    } else if (match.kind == intel::MatchKind::name_elsewhere) {
      input.remedy = {
          {1, "Review the commit that is used: nothing is known of it but its name and version.", std::nullopt}};
    } else if (match.kind == intel::MatchKind::copied) {
      say_copied(input);
    } else {
      input.remedy = {{1, "Find out who published this content under the name of a known-bad release.", std::nullopt}};
    }
    append(out_, std::move(input));
  }

 private:
  model::Graph& graph(const model::Inventory& inventory) {
    return graphs_.try_emplace(&inventory, inventory).first->second;
  }
  const intel::IncidentPack& pack(std::uint32_t index) {
    const auto known = packs_.find(index);
    return known != packs_.end() ? known->second : packs_.emplace(index, knowledge_.open(index)).first->second;
  }

  void add_names(const Group& group, bool infected, model::FindingInput& input) {
    for (const intel::Match& each : group.matches) {
      for (std::size_t i = 0; i < each.release.aliases.size(); ++i) input.aliases.emplace_back(each.release.aliases[i]);
      if (!infected) continue;
      const std::vector<std::string>& tags = pack(each.release.pack).tags;
      input.tags.insert(input.tags.end(), tags.begin(), tags.end());
    }
    for (auto* list : {&input.aliases, &input.tags}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  }

  void add_remedy(const Group& group, model::FindingInput& input) {
    const auto& [inventory, index] = group.places.front();
    const intel::BadRelease& release = group.matches.front().release;
    const std::string version = input.subject.version.value_or(std::string());
    const auto good = way_back(knowledge_, release, version);
    add_recovery(knowledge_, pack(release.pack), release, version,
                 good ? pin_command(*inventory, graph(*inventory), index, good->name, good->version) : std::nullopt,
                 input);
  }

  const intel::Knowledge& knowledge_;
  Exposures exposures_;
  std::map<const model::Inventory*, model::Graph> graphs_;
  std::map<std::uint32_t, intel::IncidentPack> packs_;  // those that were opened
  std::vector<model::Finding>& out_;
};

}  // namespace

void check_known_bad(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (knowledge.packs().empty()) return;
  using intel::Word;
  Groups groups;
  // The lockfile first: it is where a person looks, so it gives the place of the finding.
  for (const model::Inventory& lock : project.lockfiles) gather(lock, Word::lockfile, knowledge, groups);
  if (project.hidden_lockfile) gather(*project.hidden_lockfile, Word::lockfile, knowledge, groups);
  if (project.installed) gather(project.installed->inventory, Word::package, knowledge, groups);
  if (project.self) {
    Groups own;
    gather(*project.self, Word::package, knowledge, own);
    // A package that cannot be published is not what was published under a name of which every release is bad.
    const bool unpublished = project.manifest && project.manifest->is_private;
    for (auto& [key, group] : own) {
      const bool any_release = group.matches.front().release.version == intel::kEveryVersion;
      if (!unpublished || !any_release) groups.try_emplace(key, std::move(group));
    }
  }
  if (groups.empty()) return;
  Conclusions conclusions(project, knowledge, out);
  for (const auto& [key, group] : groups) conclusions.add(group);
}

}  // namespace cordon::checks
