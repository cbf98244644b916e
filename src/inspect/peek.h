// All that is to be known of one package by its files, before anything of it runs: the one call of a gate.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/flags.h"
#include "inspect/install_reachable.h"
#include "inspect/manifest.h"
#include "inspect/package_files.h"

namespace cordon::inspect {

struct PeekLimits {
  ReachLimits reach;
  std::uint32_t files = 50'000;
  std::uint64_t followed_bytes = 24u << 20;  // of code whose calls are followed, whether it runs at installation or not
  std::uint64_t read_bytes = 256u << 20;     // of code that is read for the packages that it names
};

struct NotInspected {
  std::string path;
  std::string reason;  // no_manifest, too_large, too_deep, too_many, native, language, computed, missing, outside, a
                       // code of ErrorCode
  std::string detail;
  bool at_install = false;  // it is, or may be, of what runs at installation
  bool operator==(const NotInspected&) const = default;
};

// Code of the package that runs at installation and was not read because it is larger, deeper or more than the limits,
// or cannot be parsed: ordinary packages have none. Not what is missing or named only when the code runs, of which
// nothing is there to be read, and neither native programs nor other languages, which many builds start.
bool is_unread_install_code(const NotInspected& each);

struct InstallFile {
  std::string path, sha256;
  bool by_gyp = false;
  bool operator==(const InstallFile&) const = default;
};

struct PeekCommand {
  CommandSource source = CommandSource::script;
  std::string event;  // preinstall, install, postinstall
  std::string text, path;
  std::uint32_t line = 0;
};

struct PeekCounts {
  std::uint32_t files = 0, code_files = 0, followed_files = 0;
  std::uint64_t code_bytes = 0, followed_bytes = 0;
  std::uint32_t native_sources = 0;  // C, C++, Objective-C, Rust and Go: what a build is for
};

struct Peek {
  std::optional<PackageManifest> manifest;
  std::vector<PeekCommand> commands;          // that run at installation, in their order
  std::vector<InstallFile> install_files;     // files of the package that these start and load, by path
  std::vector<std::string> install_programs;  // of others that they start, sorted: node-gyp, prebuild-install
  std::vector<std::string> install_hosts;     // that these name, sorted
  std::vector<Flag> flags;                    // by path, line, column and kind
  std::set<std::string, std::less<>> named;   // packages that any of the shipped code names
  PeekCounts counts;
  std::vector<NotInspected> not_inspected;  // sorted

  bool runs_at_install() const { return !commands.empty(); }
};

// The same for every order of the files. Work is bounded by the limits; nothing recurses.
Peek peek(std::span<const PackageFile> files, const PeekLimits& limits = {});

}  // namespace cordon::inspect
