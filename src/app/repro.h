// `--repro`: everything a scan read, in one tar, so that a fault can be reproduced elsewhere.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "app/target.h"
#include "model/generated/model.h"

namespace cordon::app {

// What was read: displayed path -> bytes. Filled by several threads.
class ReproLog {
 public:
  void add(std::string path, std::string_view bytes);
  std::map<std::string, std::string> take();

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> files_;
};

// Wraps a tree so that every file read through it is noted. The target and log must outlive the wrapper.
std::unique_ptr<FileTree> record_reads(std::unique_ptr<FileTree> tree, const Target& target, ReproLog& log);

// A POSIX ustar archive: inputs/<path>, report.json, version.txt. Credentials never enter: files that may hold them
// (.npmrc, .yarnrc.yml, bunfig.toml) are named in left-out.txt and left out.
std::string repro_archive(ReproLog& log, std::string_view version, const model::ScanReport& report);

}  // namespace cordon::app
