// The walk from what npm runs of a package to all that this starts and loads. Of this module alone; install_reachable.h
// is the door.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/install_reachable.h"
#include "inspect/paths.h"
#include "inspect/shell.h"

namespace cordon::inspect {

inline constexpr std::size_t kMostWaySteps = 16;  // that are told of a way

class InstallWalk {
 public:
  InstallWalk(const PackageManifest& manifest, const PackageIndex& files, const OwnHosts& own,
              const ReachLimits& limits)
      : manifest_(manifest), files_(files), own_(own), limits_(limits) {}
  InstallReachable run();

 private:
  using Scripts = std::map<std::string_view, std::vector<const Script*>>;
  // Where a command or code stands, and how one gets there.
  struct Place {
    std::string path;
    std::uint32_t line = 0;
    std::vector<std::string> why;
    bool by_gyp = false;
    std::string root, folder;  // of the package, and of the file
  };

  // Packages: install_reachable.cpp
  void package(const std::string& root, const PackageManifest& manifest);
  void bundled(const std::string& root);
  void bins(const std::string& root, const PackageManifest& manifest);
  const PackageManifest& manifest_of(const std::string& root) const {
    const auto found = bundled_.find(root);
    return found == bundled_.end() ? manifest_ : found->second;
  }
  void stopped(std::string_view path, std::uint32_t line, std::string_view reason, std::string_view name);

  // Commands: install_commands.cpp
  void command(ReachedCommand&& each, bool is_called);
  void gyp_files(const std::string& root);
  void gyp_file(const std::string& root, const std::string& path, std::set<std::string>& seen,
                std::vector<std::string>& pending);
  void follow(std::size_t index);
  void started(const ShellReading& reading, const Place& at);
  void started_file(const StartedFile& each, const Place& at);
  bool all_like(const StartedFile& each, const Place& at);
  const PackageFile* started_in(std::string_view name, const std::string& folder, const Place& at) const;
  void script(const std::string& name, const Place& at);
  void called(const Script& script, const Place& at);
  std::map<std::string, Scripts>::const_iterator scripts_of(const std::string& root);
  void bin(std::string_view name, const Place& at);

  // Code: install_code.cpp
  void add_code(const std::string& code, const Place& at);
  static std::string place_of(const Place& at);
  void inline_code(std::size_t index);
  void code_starts(const CodeStarts& starts, const Place& at);
  void loaded_by_text(std::string_view name, const Place& at);
  void reached(const PackageFile& file, Starter by, const Place& at);
  void file(std::size_t index);
  void modules(std::string_view code, const Place& at);
  void literal(std::string_view name, const Place& at);
  void loaded(std::string_view folder, std::string_view name, const Place& at);
  void package_module(std::string_view name, const Place& at,
                      std::map<std::string, std::vector<std::string>, std::less<>>& homes);
  void package_entries(const std::string& folder, std::string_view inside, const Place& at);

  const PackageManifest& manifest_;
  const PackageIndex& files_;
  const OwnHosts& own_;
  const ReachLimits& limits_;
  InstallReachable out_;
  std::map<std::string, PackageManifest, std::less<>> bundled_;  // that run something, by their folders
  std::map<std::string, std::string, std::less<>> bins_;         // of all of them: paths by names
  std::map<std::string, Scripts> scripts_;                       // of a folder's package, by their names
  std::set<std::pair<std::string, std::string>> patterns_;
  std::set<std::pair<std::string, std::string>> called_;
  std::set<std::pair<std::string_view, FileLanguage>> seen_;
  std::set<std::string> exported_, imported_;
  std::set<std::pair<std::string, std::string>> ran_, evaluated_;  // commands and code of code, by place_of
  std::uint64_t bytes_ = 0;
};

}  // namespace cordon::inspect
