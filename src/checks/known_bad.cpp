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
  const auto fetched = inventory::npm::parse_tarball_url(*component.resolved);
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

void add_remedy(const Group& group, const intel::Knowledge& knowledge, model::FindingInput& input) {
  const auto& [inventory, index] = group.places.front();
  const intel::BadRelease& release = group.matches.front().release;
  const std::string version = input.subject.version.value_or(std::string());
  const auto good = way_back(knowledge, release, version);
  add_recovery(knowledge, release, version,
               good ? pin_command(*inventory, index, good->name, good->version) : std::nullopt, input);
}

void conclude(const Project& project, const intel::Knowledge& knowledge, const Group& group,
              std::vector<model::Finding>& out) {
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
  input.title = title_of(component, match, knowledge.packs()[match.release.pack]);
  input.instances = static_cast<std::uint32_t>(group.places.size());
  add_evidence(group, knowledge, input);
  for (const intel::Match& each : group.matches) {
    for (std::size_t i = 0; i < each.release.aliases.size(); ++i) input.aliases.emplace_back(each.release.aliases[i]);
    if (infected)
      for (std::string& tag : knowledge.open(each.release.pack).tags) input.tags.push_back(std::move(tag));
  }
  for (auto* list : {&input.aliases, &input.tags}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  std::vector<std::uint32_t> instances;
  for (const auto& [where, at] : group.places)
    if (where == inventory) instances.push_back(at);
  model::Graph graph(*inventory);
  explain_presence(*inventory, graph, instances, input);
  if (infected) {
    input.exposure = exposure_of(project, component, knowledge);
    add_remedy(group, knowledge, input);
  } else if (match.kind == intel::MatchKind::name_targeted) {
    say_name_targeted(input);
  } else if (match.kind == intel::MatchKind::name_elsewhere) {
    input.remedy = {
        {1, "Review the commit that is used: nothing is known of it but its name and version.", std::nullopt}};
  } else {
    input.remedy = {{1, "Find out who published this content under the name of a known-bad release.", std::nullopt}};
  }
  append(out, std::move(input));
}

}  // namespace

void check_known_bad(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (knowledge.packs().empty()) return;
  using intel::Word;
  Groups groups;
  // The lockfile first: it is where a person looks, so it gives the place of the finding.
  for (const model::Inventory& lock : project.lockfiles) gather(lock, Word::lockfile, knowledge, groups);
  if (project.hidden_lockfile) gather(*project.hidden_lockfile, Word::lockfile, knowledge, groups);
  if (project.installed) gather(project.installed->inventory, Word::package, knowledge, groups);
  for (const auto& [key, group] : groups) conclude(project, knowledge, group, out);
}

}  // namespace cordon::checks
