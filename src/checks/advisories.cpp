#include "checks/advisories.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/date.h"
#include "checks/collect.h"
#include "checks/exposure.h"
#include "checks/pin_command.h"
#include "checks/recovery.h"
#include "checks/why_here.h"
#include "intel/index/advisory_match.h"
#include "intel/match.h"
#include "intel/osv/severity.h"
#include "intel/package_form.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "advisories";

// One place of a release: a component, and who says what it is.
struct Instance {
  const model::Inventory* inventory = nullptr;
  std::uint32_t index = 0;
  intel::Word word = intel::Word::lockfile;

  const model::Component& component() const { return inventory->components[index]; }
};

// One release that comes from one kind of place: what a private registry serves says nothing of what a public one does.
struct ReleaseKey {
  std::string ecosystem, name, version;
  intel::MatchKind kind = intel::MatchKind::name;
  auto operator<=>(const ReleaseKey&) const = default;
};
struct Release {
  intel::MatchKind kind = intel::MatchKind::name;
  std::vector<Instance> places;
};
using Releases = std::map<ReleaseKey, Release>;

void gather(const model::Inventory& inventory, intel::Word word, Releases& releases) {
  for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
    const model::Component& component = inventory.components[i];
    const auto kind = intel::match_by_name(component, word);
    if (!kind) continue;
    Release& release = releases[{component.ecosystem, intel::normal_name(component.ecosystem, component.name),
                                 intel::normal_version(component.ecosystem, component.version), *kind}];
    release.kind = *kind;
    release.places.push_back({&inventory, i, word});
  }
}

std::string decimal(double value) { return fmt::format("{:.5f}", value); }

class Conclusions {
 public:
  Conclusions(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out)
      : project_(project), knowledge_(knowledge), index_(knowledge.advisories()->index()), out_(out) {}

  // Fails as AdvisoryIndex does.
  Result<void> add(const std::string& version, const Release& release) {
    const intel::AdvisoryMatches matches =
        TRY(intel::match_advisories(index_, intel::names_of(component_of(release)), version));
    for (const intel::AdvisoryHit& hit : matches.hits) TRY(hit.malware ? malware(hit, release) : weak(hit, release));
    if (!matches.unknown.empty()) undecided(matches, release);
    return {};
  }

  void damaged(const Error& error) {
    model::FindingInput input;
    input.rule_id = "knowledge.damaged";
    input.kind = model::FindingKind::policy;
    input.severity = model::Severity::high;
    input.subject = model::file_subject("(knowledge)");
    input.title = "The index of advisories is damaged: what it knows of this project is not known";
    input.evidence.push_back(model::knowledge_record("advisories", error.message, kName));
    add_step(input, "Fetch the advisories again.", "cordon intel update");
    append(out_, std::move(input));
  }

 private:
  static const model::Component& component_of(const Release& release) { return release.places.front().component(); }

  // Without the places whose content an incident pack knows to be another: they are not that release, and known_bad
  // says so. Advisories hold no digests.
  Release without_other_content(const Release& release) const {
    Release out = release;
    std::erase_if(out.places, [&](const Instance& one) {
      return std::ranges::any_of(intel::match(one.component(), knowledge_, one.word), [](const intel::Match& match) {
        return match.kind == intel::MatchKind::different_content;
      });
    });
    return out;
  }

  // What both kinds of finding share. The title is completed by the caller.
  Result<model::FindingInput> common(const intel::AdvisoryHit& hit, const Release& release) {
    intel::Advisory advisory = hit.advisory;
    TRY(index_.fill_text(hit.record, advisory));
    const model::Component& component = component_of(release);
    model::FindingInput input;
    input.subject = model::package_subject(component);
    input.title = advisory.summary;
    input.aliases = hit.ids;
    input.confidence = hit.disputed ? model::Confidence::low : model::Confidence::high;
    if (component.registry.class_ == model::RegistryClass::unknown && !hit.disputed)
      input.confidence = model::Confidence::medium;
    for (const Instance& place : release.places) {
      if (input.evidence.size() >= FileFinding::kEvidence) break;
      const model::Component& one = place.component();
      input.evidence.push_back(model::text_span(one.place.path, one.place.line, label(one), kName));
    }
    input.evidence.push_back(model::knowledge_record("advisory:" + advisory.id,
                                                     advisory.summary.empty() ? advisory.id : advisory.summary, kName));
    std::vector<std::uint32_t> instances;
    const model::Inventory* const inventory = release.places.front().inventory;
    for (const Instance& place : release.places)
      if (place.inventory == inventory) instances.push_back(place.index);
    input.instances = static_cast<std::uint32_t>(instances.size());
    explain_presence(*inventory, graph(*inventory), instances, input);
    input.advisory = TRY(said(hit));
    return input;
  }

  Result<model::AdvisorySaid> said(const intel::AdvisoryHit& hit) {
    model::AdvisorySaid out;
    out.record = hit.advisory.id;
    if (hit.advisory.modified != 0) out.modified = time_of(hit.advisory.modified);
    out.decided = hit.judgement.reason;
    out.disputed = hit.disputed;
    if (!hit.judgement.fixed.empty()) out.fixed = hit.judgement.fixed;
    if (const auto best = intel::best_score(hit.advisory)) {
      out.vector = best->vector;
      out.score = fmt::format("{}.{}", best->score.tenths / 10, best->score.tenths % 10);
    }
    for (const std::uint32_t cwe : hit.advisory.cwes) out.cwes.push_back("CWE-" + std::to_string(cwe));
    for (const std::string& id : hit.ids) {
      if (!id.starts_with("CVE-")) continue;
      const intel::Threat threat = TRY(index_.threat(id));
      if (threat.exploited_day != 0) out.exploited = date_of(threat.exploited_day);
      out.ransomware = out.ransomware || threat.ransomware;
      if (threat.probability && !out.probability) out.probability = decimal(*threat.probability);
      if (threat.percentile && !out.percentile) out.percentile = decimal(*threat.percentile);
    }
    return out;
  }

  Result<void> malware(const intel::AdvisoryHit& hit, const Release& all) {
    const Release release = without_other_content(all);
    if (release.places.empty()) return {};
    model::FindingInput input = TRY(common(hit, release));
    const std::string about = label(component_of(release));
    input.kind = model::FindingKind::malware;
    switch (release.kind) {
      case intel::MatchKind::name_targeted:
        input.rule_id = "malware.name-targeted";
        input.severity = model::Severity::medium;
        input.title = about + " has the name of malware, but comes from your private registry: check for confusion (" +
                      hit.canonical + ")";
        say_name_targeted(input);
        break;
      case intel::MatchKind::name_elsewhere:
        input.rule_id = "malware.name-elsewhere";
        input.severity = model::Severity::medium;
        input.title =
            about + " has the name of malware, but comes from git: not what was published (" + hit.canonical + ")";
        add_step(input, "Review the commit that is used: nothing is known of it but its name and version.");
        break;
      case intel::MatchKind::copied:
        input.rule_id = "malware.copied-files";
        input.severity = model::Severity::high;
        input.title = about + " is malware, and files of it were copied here (" + hit.canonical + ")";
        say_copied(input);
        break;
      default:
        input.rule_id = "malware.known-package";
        input.severity = model::Severity::critical;
        input.title = about + " is malware (" + hit.advisory.id + (input.title.empty() ? "" : ": " + input.title) + ")";
        if (!exposures_) exposures_.emplace(project_, knowledge_);
        input.exposure = exposures_->of(component_of(release));
        input.tags = {"attack.t1195.002"};
        add_step(input, "Treat every machine that installed it as compromised: isolate it before anything else.");
        add_step(input, "Remove the release from manifests and lockfiles, then from node_modules and caches.");
        add_step(input, "From another machine, replace every secret that was within reach of the installation.");
    }
    append(out_, std::move(input));
    return {};
  }

  Result<void> weak(const intel::AdvisoryHit& hit, const Release& release) {
    // A copy that nobody published is not what the advisory speaks of, but may well hold the same fault.
    model::FindingInput input = TRY(common(hit, release));
    const auto& [inventory, index, word] = release.places.front();
    const model::Component& component = inventory->components[index];
    input.kind = model::FindingKind::vulnerability;
    input.rule_id = "vulnerability." + lower(hit.canonical);
    input.severity = intel::severity_of(hit.advisory);
    if (release.kind == intel::MatchKind::name_elsewhere) input.confidence = model::Confidence::low;
    input.title = label(component) + ": " + (input.title.empty() ? "known to be vulnerable" : input.title) + " (" +
                  hit.canonical + ")";
    const std::string& fixed = hit.judgement.fixed;
    if (!fixed.empty() && component.origin == model::Origin::vendored)
      add_step(input, "Replace the file by that of " + component.name + " " + fixed + " or newer.");
    else if (!fixed.empty())
      add_step(input, "Update " + component.name + " to " + fixed + " or newer.",
               pin_command(*inventory, graph(*inventory), index, component.name, fixed));
    else
      add_step(input, "No release with a fix is known: look for another package, or keep hostile input away from it.");
    append(out_, std::move(input));
    return {};
  }

  void undecided(const intel::AdvisoryMatches& matches, const Release& release) {
    const std::vector<std::string>& unknown = matches.unknown;
    const model::Component& component = component_of(release);
    model::FindingInput input;
    input.rule_id = "vulnerability.undecided";
    input.kind = model::FindingKind::vulnerability;
    input.severity = model::Severity::low;
    input.confidence = model::Confidence::low;
    input.subject = model::package_subject(component);
    if (matches.unknown_malware) input.severity = model::Severity::high;
    input.title =
        fmt::format("Whether {} record{}{} concern{} {} cannot be told", unknown.size(), unknown.size() == 1 ? "" : "s",
                    matches.unknown_malware ? " of malware" : "", unknown.size() == 1 ? "s" : "", label(component));
    input.evidence.push_back(model::text_span(component.place.path, component.place.line, label(component), kName));
    for (const std::string& one : unknown) {
      if (input.evidence.size() >= FileFinding::kEvidence) break;
      input.evidence.push_back(model::knowledge_record("advisory:" + one.substr(0, one.find(':')), one, kName));
    }
    add_step(input, "Pin an exact version, or compare with the records by hand.");
    append(out_, std::move(input));
  }

  static std::string lower(std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    // A rule id holds nothing else.
    std::erase_if(text, [](char c) {
      return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
    });
    return text;
  }

  model::Graph& graph(const model::Inventory& inventory) {
    return graphs_.try_emplace(&inventory, inventory).first->second;
  }

  const Project& project_;
  const intel::Knowledge& knowledge_;
  const intel::AdvisoryIndex& index_;
  std::vector<model::Finding>& out_;
  std::optional<Exposures> exposures_;  // made for the first that needs it
  std::map<const model::Inventory*, model::Graph> graphs_;
};

}  // namespace

void check_advisories(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (knowledge.advisories() == nullptr) return;
  using intel::Word;
  Releases releases;
  for (const model::Inventory& lock : project.lockfiles) gather(lock, Word::lockfile, releases);
  if (project.hidden_lockfile) gather(*project.hidden_lockfile, Word::lockfile, releases);
  if (project.installed) gather(project.installed->inventory, Word::package, releases);
  Conclusions conclusions(project, knowledge, out);
  for (const auto& [key, release] : releases) {
    if (const auto done = conclusions.add(key.version, release); !done) return conclusions.damaged(done.error());
  }
}

}  // namespace cordon::checks
