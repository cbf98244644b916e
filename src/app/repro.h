// `--repro`: everything a scan read, in one tar, so that a fault can be reproduced elsewhere: unpack it, and scan what
// is below inputs/ from the folder it was unpacked in.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "app/target.h"
#include "base/file_tree.h"
#include "model/generated/model.h"

namespace cordon::app {

// What a scan met at a path: content where it was read, else only that it is there.
struct ReproEntry {
  EntryKind kind = EntryKind::file;
  bool was_read = false;
  std::string content;      // of a file that was read
  std::string link_target;  // of a symbolic link
};

// What was met: displayed path -> entry. Filled by several threads.
class ReproLog {
 public:
  void add(std::string path, std::string_view bytes);
  void add(std::string path, EntryKind kind, std::string link_target = {});
  // A file of which only the digest was asked for: whole environments are, so that those beyond kMostComparedBytes
  // stand in the archive without their content.
  void add_compared(std::string path, std::string_view bytes);
  std::map<std::string, ReproEntry> take();

  static constexpr std::uint64_t kMostComparedBytes = 256u << 20;

 private:
  std::mutex mutex_;
  std::map<std::string, ReproEntry> entries_;
  std::uint64_t compared_bytes_ = 0;
};

// Wraps a tree so that every file read through it is noted. What is only listed is noted where its name means something
// to a scan: lockfiles, links, and everything below node_modules and site-packages. The target and log must outlive the
// wrapper.
std::unique_ptr<FileTree> record_reads(std::unique_ptr<FileTree> tree, const Target& target, ReproLog& log);

// A POSIX ustar archive: inputs/<path>, cordon.yaml when `settings` is not empty, report.json, version.txt. Variables
// that overrode settings stand in the report. Files that were not read are empty in it. Credentials never enter:
// targets are read without those in addresses (app/redacted_tree.h), and so are the settings; files that may hold
// others
// (.npmrc, .yarnrc.yml, bunfig.toml) are named in left-out.txt and left out, and with them what they say of registries
// and install scripts. Links out of the target to what is no
// folder are left out, because they mean nothing, and lead elsewhere on another machine. Nothing in it leads out of the
// folder it is unpacked in.
std::string repro_archive(ReproLog& log, std::string_view version, std::string_view settings,
                          const model::ScanReport& report);

}  // namespace cordon::app
