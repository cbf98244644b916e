#include "checks/referenced.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "checks/collect.h"
#include "checks/recovery.h"
#include "inventory/npm/specifier.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "referenced";

// Somebody asks for a package by name and range, at a place.
struct Asked {
  std::string_view name, range;
  model::Place place;
};

// Whether a lockfile says that this very release was chosen: then known_bad has said all of it.
bool is_resolved(const Project& project, const intel::BadRelease& release) {
  return std::ranges::any_of(project.lockfiles, [&](const model::Inventory& lock) {
    return std::ranges::any_of(lock.components, [&](const model::Component& component) {
      return component.name == release.name && release.covers(component.version);
    });
  });
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// What is asked for by name and range; nothing for what comes from elsewhere: git, a folder, an address.
struct Wanted {
  std::string name, range;
};

// As Cargo's ManifestDependency::specification has it: "1.0", "real@1.0" of a renamed crate, "1.0 (registry own)".
std::optional<Wanted> wanted_crate(std::string_view name, std::string_view range) {
  constexpr std::string_view kInNames = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (const std::size_t end = range.find_first_not_of(kInNames); end != 0 && end < range.size() && range[end] == '@') {
    name = range.substr(0, end);
    range.remove_prefix(end + 1);
  }
  if (range.starts_with("git+") || range.starts_with("path+")) return std::nullopt;
  return Wanted{std::string(name), std::string(range.substr(0, range.find(" (registry ")))};
}

std::optional<Wanted> wanted(std::string_view ecosystem, const Asked& asked) {
  if (ecosystem == "crates") return wanted_crate(asked.name, asked.range);
  // "@ address" of a package that comes from elsewhere.
  if (ecosystem == "pypi" && asked.range.starts_with('@')) return std::nullopt;
  if (ecosystem != "npm") return Wanted{std::string(asked.name), std::string(asked.range)};
  const auto what = inventory::npm::parse_specifier(asked.name, asked.range);
  using inventory::npm::SpecifierKind;
  if (what.kind != SpecifierKind::range && what.kind != SpecifierKind::alias && what.kind != SpecifierKind::tag)
    return std::nullopt;
  return Wanted{what.name, what.range};
}

// Of npm alone ranges are worked out; elsewhere the version must be named.
bool leaves_only(std::string_view ecosystem, const std::string& range, const intel::BadRelease& release) {
  return ecosystem == "npm" ? pins(range, release) : release.covers(exact_version(range));
}

void examine(const Project& project, const Asked& asked, const intel::Knowledge& knowledge,
             std::vector<model::Finding>& out) {
  const std::string_view ecosystem = project.ecosystem();
  const auto what = wanted(ecosystem, asked);
  if (!what) return;
  for (const intel::BadRelease& release : knowledge.find(ecosystem, what->name)) {
    if (!leaves_only(ecosystem, what->range, release) || is_resolved(project, release)) continue;
    model::FindingInput input;
    input.rule_id = "malware.referenced";
    input.kind = model::FindingKind::malware;
    input.severity = model::Severity::high;
    input.confidence = release.confidence;
    const std::string asks = std::string(file_name(asked.place.path)) + " asks for ";
    const std::string release_text = what->name + " " + std::string(asked.range);
    input.title = asks + release_text + ", which is malware";
    input.subject = model::file_subject(asked.place.path, asked.place.line);
    input.subject.kind = model::SubjectKind::package;
    input.subject.name = what->name;
    const bool every = release.version == intel::kEveryVersion;
    input.subject.version = every ? std::string() : std::string(release.version);
    input.subject.purl = model::make_purl(model::purl_type_of_ecosystem(ecosystem), what->name, *input.subject.version);
    input.subject.registry = project.registry_for(what->name);
    input.evidence = {
        model::text_span(asked.place.path, asked.place.line, std::string(asked.name) + ": " + std::string(asked.range),
                         kName),
        model::knowledge_record("incident:" + std::string(knowledge.packs()[release.pack].id) + "#packages",
                                std::string(release.name) + " " + std::string(release.version), kName)};
    input.exposure = model::unknown_exposure();
    model::establish(input.exposure->referenced, model::FactValue::yes,
                     asked.place.path + ":" + std::to_string(asked.place.line));
    add_step(input, "Change the range, then find out where it was installed while it stood there.");
    add_recovery(knowledge, knowledge.open(release.pack), release, *input.subject.version, std::nullopt, input);
    if (input.subject.registry->class_ == model::RegistryClass::private_) {
      input.title = std::string(file_name(asked.place.path)) + " asks your private registry for " + release_text +
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
  // A lockfile's root and package.json say the same. Not by line alone: a whole file may stand on one.
  std::set<std::tuple<std::string, std::uint32_t, std::string_view, std::string_view>> seen;
  const auto once = [&](const Asked& asked) {
    if (seen.emplace(asked.place.path, asked.place.line, asked.name, asked.range).second)
      examine(project, asked, knowledge, out);
  };
  for (const model::Inventory& lock : project.lockfiles) {
    for (const model::Root& root : lock.roots)
      for (const model::Declared& declared : root.declared) once({declared.name, declared.range, declared.place});
    // What a lockfile asks for and does not have is fetched by the next install.
    for (const model::Unresolved& missing : lock.unresolved) {
      const model::Place place = lock.is_root(missing.from) ? lock.roots[missing.from - lock.components.size()].place
                                                            : lock.components[missing.from].place;
      examine(project, {missing.name, missing.range, place}, knowledge, out);
    }
  }
  // The package.json beside the lockfile may be newer than it, or that of a workspace which stands in another one.
  if (project.manifest)
    for (const inventory::npm::ManifestDependency& dependency : project.manifest->dependencies)
      once({dependency.name, dependency.range, {project.manifest_path, dependency.line}});
}

}  // namespace cordon::checks
