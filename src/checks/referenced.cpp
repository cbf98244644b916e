#include "checks/referenced.h"

#include "checks/collect.h"
#include "inventory/npm/specifier.h"
#include "model/purl.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "referenced";

void examine(const Project& project, const model::Inventory& inventory, const model::Declared& declared,
             const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  const auto asked = inventory::npm::parse_specifier(declared.name, declared.range);
  using inventory::npm::SpecifierKind;
  if (asked.kind != SpecifierKind::range && asked.kind != SpecifierKind::alias && asked.kind != SpecifierKind::tag)
    return;
  const std::string_view version = exact_version(asked.range);
  for (const intel::BadRelease& release : knowledge.find("npm", asked.name)) {
    if (!release.covers(version)) continue;
    model::FindingInput input;
    input.rule_id = "malware.referenced";
    input.kind = model::FindingKind::malware;
    input.severity = model::Severity::high;
    input.confidence = release.confidence;
    input.title = "package.json asks for " + asked.name + " " + declared.range + ", which is malware";
    input.subject = model::file_subject(inventory.path, declared.place.line);
    input.subject.kind = model::SubjectKind::package;
    input.subject.name = asked.name;
    const bool every = release.version == intel::kEveryVersion;
    input.subject.version = every ? std::string() : std::string(release.version);
    input.subject.purl = model::make_purl("npm", asked.name, *input.subject.version);
    input.subject.registry = project.registry_for(asked.name);
    input.evidence = {
        model::text_span(declared.place.path, declared.place.line, declared.name + ": " + declared.range, kName),
        model::knowledge_record("incident:" + std::string(knowledge.packs()[release.pack].id) + "#packages",
                                std::string(release.name) + " " + std::string(release.version), kName)};
    input.exposure = model::unknown_exposure();
    model::establish(input.exposure->referenced, model::FactValue::yes,
                     declared.place.path + ":" + std::to_string(declared.place.line));
    input.remedy = {{1, "Change the range, then find out where it was installed while it stood there.", std::nullopt}};
    if (input.subject.registry->class_ == model::RegistryClass::private_) {
      input.title = "package.json asks your private registry for " + asked.name + " " + declared.range +
                    ", the name of malware: check for confusion";
      say_name_targeted(input);
    }
    append(out, std::move(input));
    return;  // one finding per dependency, whatever the number of packs
  }
}

}  // namespace

void check_referenced(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (knowledge.packs().empty()) return;
  // Where a lockfile has components the known_bad check says what was really chosen.
  for (const model::Inventory& inventory : project.lockfiles)
    if (inventory.components.empty())
      for (const model::Root& root : inventory.roots)
        for (const model::Declared& declared : root.declared) examine(project, inventory, declared, knowledge, out);
}

}  // namespace cordon::checks
