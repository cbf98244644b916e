#include "checks/overrides.h"

#include <set>
#include <tuple>

#include "checks/collect.h"
#include "checks/override_rule.h"
#include "checks/recovery.h"
#include "model/purl.h"
#include "model/purl_types.h"
#include "model/semver.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "overrides";

bool within(std::string_view version, std::string_view range) {
  return range.empty() || range == version || model::semver::satisfies(version, range);
}

void report(const Project& project, const model::Override& rule, const intel::BadRelease& release, bool keeps_out,
            const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  const std::string version(release.version == intel::kEveryVersion ? std::string_view() : release.version);
  const std::string what = std::string(release.name) + (version.empty() ? "" : "@" + version);
  model::FindingInput input;
  input.rule_id = keeps_out ? "protection.override" : "malware.override";
  input.kind = keeps_out ? model::FindingKind::protection : model::FindingKind::malware;
  input.severity = keeps_out ? model::Severity::info : model::Severity::critical;
  input.confidence = model::Confidence::high;
  input.title =
      keeps_out ? "an override keeps " + what + " out" : "an override brings in " + what + ", which is malware";
  input.subject = model::file_subject(rule.place.path, rule.place.line);
  input.subject.kind = model::SubjectKind::package;
  input.subject.name = std::string(release.name);
  input.subject.version = version;
  input.subject.purl = model::make_purl(model::purl_type_of_ecosystem(release.ecosystem), release.name, version);
  input.subject.registry = project.registry_for(release.name);
  // Brought in from the user's own registry it is no malware; known_bad says of the component that its name is
  // targeted.
  if (!keeps_out && input.subject.registry->class_ == model::RegistryClass::private_) return;
  input.evidence = {model::text_span(rule.place.path, rule.place.line, rule.pattern + ": " + rule.replacement, kName),
                    model::knowledge_record("incident:" + std::string(knowledge.packs()[release.pack].id) + "#packages",
                                            what, kName)};
  input.exposure = model::unknown_exposure();
  const std::string place = rule.place.path + ":" + std::to_string(rule.place.line);
  if (keeps_out) model::establish(input.exposure->forbidden, model::FactValue::yes, place);
  else model::establish(input.exposure->referenced, model::FactValue::yes, place);
  if (!keeps_out) {
    add_step(input, "Remove the override, then find out where it was installed while it stood there.");
    add_recovery(knowledge, knowledge.open(release.pack), release, version, std::nullopt, input);
  }
  append(out, std::move(input));
}

// The bad releases that the rule's pattern names, and whether its replacement is one of them.
void examine(const Project& project, const model::Override& rule, const intel::Knowledge& knowledge,
             std::vector<model::Finding>& out) {
  const Replaced what = replaced(rule.pattern);
  const ReplacedBy by = replaced_by(project, rule, what);
  if (by.kind == Replacement::unknown) return;
  if (by.kind == Replacement::release)
    for (const intel::BadRelease& release : knowledge.find("npm", by.name))
      if (pins(by.range, release) && (release.version != intel::kEveryVersion || by.name != what.name))
        report(project, rule, release, false, knowledge, out);
  for (const intel::BadRelease& release : knowledge.find("npm", what.name)) {
    const bool every = release.version == intel::kEveryVersion;
    if (!every && !within(release.version, what.range)) continue;
    // Replaced by something that cannot be the bad release itself.
    const bool another =
        by.kind == Replacement::other || by.name != what.name || (!every && !within(release.version, by.range));
    if (another) report(project, rule, release, true, knowledge, out);
  }
}

}  // namespace

void check_overrides(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (knowledge.packs().empty()) return;
  // npm's inventory has its rules from package.json, too. Not by line alone: a whole file may stand on one.
  std::set<std::tuple<std::string_view, std::uint32_t, std::string_view, std::string_view>> seen;
  const auto once = [&](const model::Override& rule) {
    if (seen.emplace(rule.place.path, rule.place.line, rule.pattern, rule.replacement).second)
      examine(project, rule, knowledge, out);
  };
  // What replaces a crate or a Go module is a component of the inventory, and compared as such.
  if (project.ecosystem() != "npm") return;
  for (const model::Inventory& lock : project.lockfiles)
    for (const model::Override& rule : lock.overrides) once(rule);
  if (!project.manifest) return;
  // A lockfile that is older than the rule does not know it; the next install will.
  std::vector<model::Override> declared;
  for (const inventory::npm::ManifestOverride& rule : project.manifest->overrides)
    declared.push_back({rule.pattern, rule.replacement, {project.manifest_path, rule.line}});
  for (const model::Override& rule : declared) once(rule);
}

}  // namespace cordon::checks
