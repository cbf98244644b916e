#include "inspect/install_reachable.h"

#include <algorithm>

#include "inspect/install_walk.h"

namespace cordon::inspect {
namespace {

Limits manifest_limits() {
  Limits out;
  out.bytes = 8u << 20;
  return out;
}

}  // namespace

InstallReachable InstallWalk::run() {
  bins("", manifest_);
  package("", manifest_);
  for (const std::string_view folder : files_.bundled()) bundled(std::string(folder));
  for (std::size_t command = 0, code = 0, next = 0;;) {
    if (command < out_.commands.size()) follow(command++);
    else if (code < out_.code.size()) inline_code(code++);
    else if (next < out_.files.size()) file(next++);
    else break;
  }
  return std::move(out_);
}

// What npm runs of a package by itself.
void InstallWalk::package(const std::string& root, const PackageManifest& manifest) {
  const std::size_t before = out_.commands.size();
  const std::string path = path_from(root, "package.json"), gyp_path = path_from(root, "binding.gyp");
  for (const std::string_view event : {"preinstall", "install", "postinstall"})
    for (const Script& script : manifest.scripts)
      if (script.name == event && !script.text.empty())
        command({CommandSource::script, script.text, path, script.line, {std::string(event)}, root, {}}, false);
  const bool has_gyp = files_.find(gyp_path) != nullptr;
  // "gypfile": false keeps npm from it where the registry's document says so, not where the archive alone does.
  const bool may_build = root.empty() || manifest.gypfile.value_or(true);
  const bool builds =
      has_gyp && may_build && script_of(manifest, "install").empty() && script_of(manifest, "preinstall").empty();
  if (builds) command({CommandSource::build, "node-gyp rebuild", gyp_path, 1, {"install"}, root, {}}, false);
  // A script may start that build as well; a file that nothing starts runs nothing.
  if (has_gyp && out_.commands.size() > before) gyp_files(root);
}

// A package in node_modules comes with this one, and npm runs its scripts as it runs those of any other.
void InstallWalk::bundled(const std::string& root) {
  const PackageFile* file = files_.find(path_from(root, "package.json"));
  auto read = read_package_manifest(file->content, manifest_limits());
  if (!read) return stopped(file->path, 0, to_string(read.error().code), read.error().message);
  bins(root, *read);
  const bool runs = std::ranges::any_of(read->scripts, [](const Script& each) { return is_install_event(each.name); });
  if (!runs && files_.find(path_from(root, "binding.gyp")) == nullptr) return;
  package(root, bundled_.emplace(root, std::move(*read)).first->second);
}

void InstallWalk::bins(const std::string& root, const PackageManifest& manifest) {
  for (const auto& [name, path] : normal_bin(manifest.name, manifest.bin)) bins_.emplace(name, path_from(root, path));
}

void InstallWalk::stopped(std::string_view path, std::uint32_t line, std::string_view reason, std::string_view name) {
  if (out_.not_followed.size() < limits_.files)
    out_.not_followed.push_back({std::string(path), line, std::string(reason), std::string(name.substr(0, 200))});
}

InstallReachable reach(const PackageManifest& manifest, const PackageIndex& files, const OwnHosts& own,
                       const ReachLimits& limits) {
  return InstallWalk(manifest, files, own, limits).run();
}

}  // namespace cordon::inspect
