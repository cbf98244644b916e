// What runs when a package is installed from a registry: commands, the files of the package that they start, and the
// files that these load; of the package itself and of those that it brings along in node_modules. Specification: npm's
// scripts documentation (lifecycle of npm install) and bundleDependencies, gyp's input format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/code_facts.h"
#include "inspect/manifest.h"
#include "inspect/package_index.h"
#include "inspect/shell_facts.h"

namespace cordon::inspect {

enum class CommandSource : std::uint8_t {
  script,  // preinstall, install, postinstall
  called,  // a script of package.json that another command names
  build,   // node-gyp rebuild, for a binding.gyp that no script of the package stands for
  gyp,     // an expansion, action or expression in a file of gyp's
};

struct ReachedCommand {
  CommandSource source = CommandSource::script;
  std::string text;
  std::string path;  // the file that it stands in
  std::uint32_t line = 0;
  std::vector<std::string> why;  // how one gets there: "postinstall", "npm run setup"
  std::string root;              // the folder of the package whose it is; empty: the package itself
  ShellReading reading;
};

struct ReachedFile {
  const PackageFile* file = nullptr;
  FileLanguage language = FileLanguage::javascript;
  std::vector<std::string> why;    // from the command to what names the file: "postinstall", "lib/setup.js"
  bool by_gyp = false;             // a command in a file of gyp's leads here
  std::string root;                // of the command
  std::optional<CodeFacts> facts;  // of JavaScript within the limits
};

// Code that a command brings along, or other code evaluates: node -e "…", eval("…").
struct ReachedCode {
  std::string code;
  std::string path;  // the file that it stands in
  std::uint32_t line = 0;
  std::vector<std::string> why;
  bool by_gyp = false;
  std::string root, folder;  // of the package, and where relative modules are looked for
  CodeFacts facts;
};

struct NotFollowed {
  std::string path;
  std::uint32_t line = 0;
  std::string reason;  // missing, computed, outside, too_many, a code of ErrorCode
  std::string name;    // what is named there
};

struct ReachLimits {
  std::uint32_t files = 1'000, commands = 500;
  std::uint64_t bytes = 24u << 20;  // of code that is followed
  CodeLimits code;
};

struct InstallReachable {
  std::vector<ReachedCommand> commands;
  std::vector<ReachedFile> files;  // in the order in which they were found
  std::vector<ReachedCode> code;
  std::vector<NotFollowed> not_followed;
};

// Bounded by the limits; linear in the code that is reached. `own` is whose hosts are the package's.
InstallReachable reach(const PackageManifest& manifest, const PackageIndex& files, const OwnHosts& own,
                       const ReachLimits& limits = {});

}  // namespace cordon::inspect
