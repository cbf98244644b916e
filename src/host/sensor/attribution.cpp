#include "host/sensor/attribution.h"

#include <algorithm>
#include <array>
#include <utility>

#include "host/sensor/paths.h"
#include "model/purl.h"

namespace cordon::host {

namespace {

constexpr std::string_view kModules = "node_modules";

// The position of a path's part "node_modules" at or after `from`; npos where there is none.
std::size_t find_modules(std::string_view path, std::size_t from) {
  for (std::size_t at = path.find(kModules, from); at != std::string_view::npos; at = path.find(kModules, at + 1)) {
    std::size_t end = at + kModules.size();
    bool begins = at == 0 || path[at - 1] == '/';
    if (begins && (end == path.size() || path[end] == '/')) return at;
  }
  return std::string_view::npos;
}

model::Phase phase_of(std::string_view event) {
  using enum model::Phase;
  constexpr std::array<std::pair<std::string_view, model::Phase>, 10> kPhases{{{"preinstall", preinstall},
                                                                               {"install", install},
                                                                               {"postinstall", postinstall},
                                                                               {"prepare", prepare},
                                                                               {"preprepare", prepare},
                                                                               {"postprepare", prepare},
                                                                               {"prepublish", prepare},
                                                                               {"npx", bin},
                                                                               {"exec", bin},
                                                                               {"dlx", bin}}};
  for (const auto& [name, phase] : kPhases) {
    if (name == event) return phase;
  }
  return build;  // "npm run NAME": a step of the project
}

// The file that an interpreter is given to run; nothing for other programs, and where the code stands in the arguments.
std::optional<std::string_view> interpreted_file(const ExecRecord& record) {
  constexpr std::array<std::string_view, 12> kInterpreters{"node", "nodejs", "bun", "deno",   "sh",   "bash",
                                                           "dash", "zsh",    "ksh", "python", "perl", "ruby"};
  constexpr std::array<std::string_view, 6> kCode{"-c", "-e", "-p", "--eval", "--print", "-pe"};
  std::string_view program = std::string_view(record.path).substr(record.path.rfind('/') + 1);
  program = program.substr(0, program.find_first_of(".0123456789"));  // python3.11
  if (std::ranges::find(kInterpreters, program) == kInterpreters.end()) return std::nullopt;
  for (std::size_t at = 1; at < record.arguments.size(); ++at) {
    const std::string& argument = record.arguments[at];
    if (std::ranges::find(kCode, argument) != kCode.end()) return std::nullopt;
    if (!argument.starts_with('-')) return argument;
  }
  return std::nullopt;
}

// Holds what the client said against the folder and the lockfile, and fills in what only they know.
class Witnesses {
 public:
  Witnesses(const ExecRecord& record, const InstallPlace& place, const std::optional<LockedPackage>& locked)
      : said_(record.environment), place_(place), locked_(locked) {}

  std::vector<std::string> contradictions() {
    folder();
    manifest_path();
    lockfile();
    return std::move(found_);
  }

 private:
  void folder() {
    if (place_.name.empty() || !said_.package_name || *said_.package_name == place_.name) return;
    // An alias is installed under another name; then the lockfile knows what it is.
    if (locked_ && locked_->name == *said_.package_name) return;
    found_.push_back("the folder is that of " + place_.name + ", the client names " + *said_.package_name);
  }

  void manifest_path() {
    if (!said_.package_json || place_.install_path.empty()) return;
    InstallPlace named = install_place(parent_path(*said_.package_json));
    if (named.install_path == place_.install_path) return;
    found_.push_back("the client names the manifest " + *said_.package_json + ", the script ran in " +
                     join_path(place_.project, place_.install_path));
  }

  void lockfile() {
    if (!locked_) return;
    if (said_.package_name && !locked_->name.empty() && locked_->name != *said_.package_name) {
      found_.push_back("the lockfile has " + locked_->name + " there, the client names " + *said_.package_name);
    }
    if (said_.package_version && !locked_->version.empty() && locked_->version != *said_.package_version) {
      found_.push_back("the lockfile has version " + locked_->version + ", the client names " + *said_.package_version);
    }
    if (said_.package_integrity && locked_->integrity && *locked_->integrity != *said_.package_integrity) {
      found_.push_back("the lockfile has integrity " + *locked_->integrity + ", the client names " +
                       *said_.package_integrity);
    }
  }

  const ClientEnvironment& said_;
  const InstallPlace& place_;
  const std::optional<LockedPackage>& locked_;
  std::vector<std::string> found_;
};

}  // namespace

InstallPlace install_place(std::string_view folder) {
  std::size_t first = find_modules(folder, 0);
  if (first == std::string_view::npos) return {std::string(folder), {}, {}};
  std::size_t last = first;
  for (std::size_t at = first; at != std::string_view::npos; at = find_modules(folder, at + 1)) last = at;
  std::string_view rest = folder.substr(std::min(folder.size(), last + kModules.size() + 1));
  std::size_t end = rest.find('/');
  if (rest.starts_with('@') && end != std::string_view::npos) end = rest.find('/', end + 1);
  std::string_view name = rest.substr(0, end);
  if (name.empty() || name.starts_with('.')) return {std::string(folder), {}, {}};  // .bin and the like
  std::string_view project = first > 1 ? folder.substr(0, first - 1) : folder.substr(0, first);
  std::size_t place_end = static_cast<std::size_t>(name.data() + name.size() - folder.data());
  return {std::string(project), std::string(folder.substr(first, place_end - first)), std::string(name)};
}

bool is_install_script(const model::Attribution& package) {
  bool install = package.phase == model::Phase::preinstall || package.phase == model::Phase::install ||
                 package.phase == model::Phase::postinstall;
  return install && package.install_path;
}

std::optional<model::Attribution> attribute_program(const ExecRecord& record, const LockfileLookup& lockfile,
                                                    const ManifestLookup& manifest, const LinkResolver& resolve) {
  std::string path = record.path;
  if (auto given = interpreted_file(record); given && install_place(parent_path(path)).name.empty()) {
    path = join_path(record.directory, *given);
    if (resolve) path = resolve(path);
  }
  InstallPlace place = install_place(parent_path(path));
  if (place.name.empty()) return std::nullopt;
  std::string folder = join_path(place.project, place.install_path);
  auto locked = lockfile ? lockfile(place.project, place.install_path) : std::nullopt;
  Manifest named{place.name, ""};
  if (locked && !locked->name.empty()) {
    named = {locked->name, locked->version};
  } else if (manifest) {
    named = manifest(folder).value_or(named);
  }
  model::Attribution out;
  out.purl = model::make_purl("npm", named.name, named.version);
  if (locked) out.integrity = locked->integrity;
  out.install_path = std::move(folder);
  out.phase = model::Phase::bin;
  out.project = place.project;
  if (locked) out.lockfile = locked->lockfile;
  out.confidence = model::AttributionConfidence::path;
  return out;
}

std::optional<model::Attribution> unknown_script(const ExecRecord& record, const std::string& run_id) {
  const ClientEnvironment& said = record.environment;
  if (!said.lifecycle_event && record.path.ends_with("/git")) return std::nullopt;
  model::Attribution out;
  out.purl = "pkg:generic/unknown";
  out.phase = said.lifecycle_event ? phase_of(*said.lifecycle_event) : model::Phase::install;
  out.script = said.lifecycle_script;
  out.run_id = run_id;
  InstallPlace place = install_place(record.directory);
  if (!place.install_path.empty()) {
    out.install_path = join_path(place.project, place.install_path);
    out.project = place.project;
  } else if (said.lifecycle_event && said.package_json && parent_path(*said.package_json) == record.directory) {
    // A project need not have a name. Else the folder says nothing, and what a project does itself is trusted with
    // more.
    out.project = record.directory;
  }
  out.confidence = model::AttributionConfidence::unknown;
  return out;
}

std::optional<model::Attribution> attribute_script(const ExecRecord& record, const std::string& run_id,
                                                   const LockfileLookup& lockfile, const ManifestLookup& manifest) {
  const ClientEnvironment& said = record.environment;
  if (!said.lifecycle_event) return std::nullopt;
  InstallPlace place = install_place(record.directory);
  std::optional<LockedPackage> locked;
  if (lockfile && !place.install_path.empty()) locked = lockfile(place.project, place.install_path);
  Manifest named{said.package_name.value_or(""), said.package_version.value_or("")};
  bool told = !named.name.empty();
  if (!told && locked && !locked->name.empty()) named = {locked->name, locked->version};
  if (named.name.empty() && manifest && !record.directory.empty()) {
    named = manifest(record.directory).value_or(Manifest{place.name, ""});
  }
  if (named.name.empty()) return std::nullopt;

  model::Attribution out;
  out.purl = model::make_purl("npm", named.name, named.version);
  out.integrity = said.package_integrity;
  if (!out.integrity && locked) out.integrity = locked->integrity;
  if (!place.install_path.empty()) out.install_path = join_path(place.project, place.install_path);
  out.phase = phase_of(*said.lifecycle_event);
  out.script = said.lifecycle_script;
  out.run_id = run_id;
  if (!place.project.empty()) out.project = place.project;
  if (locked) out.lockfile = locked->lockfile;
  out.contradictions = Witnesses(record, place, locked).contradictions();
  bool agreed = told && out.contradictions.empty() && !record.directory.empty();
  out.confidence = agreed ? model::AttributionConfidence::exact : model::AttributionConfidence::path;
  return out;
}

}  // namespace cordon::host
