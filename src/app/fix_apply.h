// What was planned, written: all of it or nothing.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace cordon::app {

struct FileToWrite {
  std::string path;  // of this machine
  std::string before, after;
  std::string backup;  // where the old content is to stand
};

// Where the next old content is to stand: "package-lock.json.cordon-backup", or with ".2" and so on behind it where
// that is there: the oldest is what the user had. Where there are too many the first, which write_all_or_none refuses.
std::string backup_of(const std::string& path);

// The one that was made last; empty: there is none.
std::string last_backup_of(const std::string& path);

// One process at a time in each folder. Every file is checked before the first is changed; where one fails after others
// were changed, these are put back. Fails as os::amend_file does, and with unavailable where another process is at it.
Result<void> write_all_or_none(const std::vector<FileToWrite>& files);

}  // namespace cordon::app
