#include "checks/installed_files.h"

#include <algorithm>
#include <array>
#include <string>

#include "checks/collect.h"

namespace cordon::checks {
namespace {

using inventory::pypi::FileDifference;
using inventory::pypi::PackageFiles;
using inventory::pypi::StartupFile;

constexpr std::string_view kName = "installed_files";

std::string digest_text(const Sha256Digest& digest) { return "sha256:" + to_hex(digest); }

model::FindingInput input_of(const Project& project, const PackageFiles& files, std::size_t count) {
  const model::Component& component = project.installed->inventory.components[files.component];
  model::FindingInput input;
  input.confidence = model::Confidence::high;
  input.subject = model::package_subject(component);
  input.instances = static_cast<std::uint32_t>(count);
  input.title = std::to_string(count) + (count == 1 ? " file of " : " files of ") + label(component);
  return input;
}

// "RECORD:12": the folder stands in the locator beside it.
std::string place_in_record(const FileDifference& difference) { return "RECORD:" + std::to_string(difference.line); }

model::Evidence changed_evidence(const FileDifference& difference) {
  const std::string record = place_in_record(difference) + " says ";
  if (!difference.found || !difference.listed)
    return model::file_state(
        difference.path,
        std::to_string(difference.found_size) + " bytes; " + record + std::to_string(difference.listed_size), kName);
  const std::string found = digest_text(*difference.found);
  return model::digest_compared(difference.path, found, found + "; " + record + digest_text(*difference.listed), kName);
}

void changed(const Project& project, const PackageFiles& files, std::vector<model::Finding>& out) {
  if (files.changed.empty()) return;
  model::FindingInput input = input_of(project, files, files.changed.size());
  input.rule_id = "installed.changed-file";
  input.kind = model::FindingKind::integrity;
  const bool runs_at_start = std::ranges::any_of(files.changed, &FileDifference::runs_at_start);
  input.severity = runs_at_start ? model::Severity::high : model::Severity::medium;
  input.title += files.changed.size() == 1 ? " differs from what was installed" : " differ from what was installed";
  for (std::size_t i = 0; i < std::min(files.changed.size(), FileFinding::kEvidence); ++i)
    input.evidence.push_back(changed_evidence(files.changed[i]));
  input.remedy = {{1, "Compare the file with that of the release, and find out who changed it and when.", std::nullopt},
                  {2, "If nobody did on purpose, treat code that ran since as hostile, and make the environment anew.",
                   std::nullopt}};
  append(out, std::move(input));
}

void missing(const Project& project, const PackageFiles& files, std::vector<model::Finding>& out) {
  if (files.missing.empty()) return;
  model::FindingInput input = input_of(project, files, files.missing.size());
  input.rule_id = "installed.missing-file";
  input.kind = model::FindingKind::drift;
  input.severity = model::Severity::low;
  input.title += files.missing.size() == 1 ? " is gone" : " are gone";
  for (std::size_t i = 0; i < std::min(files.missing.size(), FileFinding::kEvidence); ++i)
    input.evidence.push_back(model::file_state(
        files.missing[i].path, "no file is there; " + place_in_record(files.missing[i]) + " lists it", kName));
  input.remedy = {{1, "Install the package again, unless the files were left out on purpose.", std::nullopt}};
  append(out, std::move(input));
}

// Files that tools write and no package lists: the name together with how the code begins that runs.
bool is_of_a_tool(const StartupFile& file) {
  struct Known {
    std::string_view name, code;
  };
  static constexpr std::array<Known, 3> kKnown = {
      {{"_virtualenv.pth", "import _virtualenv"},
       {"easy-install.pth", "import sys; sys.__plen = len(sys.path)"},
       {"_virtualenv_path_extensions.pth", "import sys; sys.__plen = len(sys.path)"}}};
  return std::ranges::any_of(kKnown,
                             [&](const Known& known) { return file.name == known.name && file.code == known.code; });
}

void unlisted(const StartupFile& file, bool all_recorded, bool of_a_system, std::vector<model::Finding>& out) {
  const bool of_a_tool = is_of_a_tool(file);
  model::FindingInput input;
  input.rule_id = "installed.unlisted-startup-file";
  input.kind = model::FindingKind::integrity;
  input.severity = of_a_tool || of_a_system ? model::Severity::medium : model::Severity::high;
  input.confidence = of_a_tool || !all_recorded ? model::Confidence::low : model::Confidence::medium;
  input.subject = model::file_subject(file.path, file.line);
  input.title = file.name + " runs whenever Python starts, and no installed package lists it";
  if (of_a_tool) input.title += " (virtualenv, uv or easy_install write a file of this name)";
  else if (!all_recorded) input.title += " (not every package here has a list of its files)";
  input.evidence = {model::text_span(file.path, file.line, file.code, kName)};
  input.remedy = {
      {1, "Read the file, and find out who wrote it: installers list what they install.", std::nullopt},
      {2,
       "If nobody did on purpose, treat it as code that ran at every start of Python here: keep it, make the "
       "environment anew, and rotate what its processes could read.",
       std::nullopt}};
  append(out, std::move(input));
}

}  // namespace

void check_installed_files(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (!project.installed || !project.installed_files) return;
  for (const PackageFiles& files : project.installed_files->packages) {
    changed(project, files, out);
    missing(project, files, out);
  }
  for (const StartupFile& file : project.installed_files->unlisted)
    unlisted(file, project.installed_files->all_recorded, project.installed_files->of_a_system, out);
}

}  // namespace cordon::checks
