// What one folder with a package.json runs when it is installed: lifecycle scripts, the build of a binding.gyp, and the
// commands in that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/target.h"
#include "base/limits.h"
#include "model/generated/scripts_report.h"
#include "model/inventory.h"

namespace cordon::app {

// How the package got there, which decides what a client runs of it.
enum class PackageSource : std::uint8_t {
  archive,  // of a registry or an address: preinstall, install, postinstall
  folder,   // a folder of the user's own, linked or copied: also prepare
  git,      // a repository: also prepare and prepack, in its clone
  project,  // the project itself or a workspace package
};

struct PackageRuns {
  std::vector<model::InstallRun> runs;  // kind, when, text, place, starts, remarks; in the order in which they run
  std::string sha256;                   // ScriptedPackage::scripts_sha256; empty where nothing runs
  std::string doubt;                    // ScriptedPackage::doubt, of whoever compares it with a lockfile
  std::vector<model::FileUnread> unread;
};

// Reads the package in `directory` of the target's tree as `client` runs it. A package.json that is not there runs
// nothing but a binding.gyp; one that cannot be read is unread. Only npm heeds "gypfile": false, and for yarn 1 only an
// install script stands for that build, for others also a preinstall script. Commands are without tokens; of one
// longer than kShownCommand bytes the middle is left out, and the last kShownEnd stay.
inline constexpr std::size_t kShownCommand = 4'000, kShownEnd = 1'000;
PackageRuns read_package_runs(const Target& target, std::string_view directory, PackageSource source,
                              model::Client client, const Limits& limits);

// Whether npm runs a script of this name because the installed tree of the project has changed: for the project alone,
// not for its workspace packages.
bool follows_the_tree(std::string_view script);

// Whether npm runs a script of this name for such a package.
bool runs_at_install(std::string_view script, PackageSource source);

// Runs for what the files beside a package.json tell package clients to run or to load; those in `file_names`.
std::vector<model::InstallRun> read_client_runs(const Target& target, std::string_view directory,
                                                const std::vector<std::string_view>& file_names, const Limits& limits,
                                                std::vector<model::FileUnread>& unread);

// A command as reports have it.
std::string shown_command(std::string_view text);

}  // namespace cordon::app
