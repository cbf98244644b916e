// Lockfiles that --from names: files, folders, or revisions of the repository that the targets stand in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/against.h"
#include "app/older_lockfiles.h"
#include "app/target.h"
#include "base/result.h"

namespace cordon::cli {

class LockfilesFrom {
 public:
  // A file or folder that is there, else a revision; before the process is confined. Fails as older_lockfiles and
  // Against::locate do.
  Result<void> find(const std::vector<std::string>& from, const std::vector<app::Target>& targets);

  // What the process must be able to read afterwards.
  void add_readable(std::vector<std::string>& paths) const;

  // In the order they were named. Fails as Against::open and older_lockfiles do.
  Result<std::vector<app::OlderLockfile>> read_all(const std::vector<app::Target>& targets);

 private:
  struct Named {
    std::string name;
    std::optional<app::Against> revision;
    std::vector<app::OlderLockfile> lockfiles;
  };
  static Result<void> read_revision(Named& named, const std::vector<app::Target>& targets);

  std::vector<Named> found_;
};

}  // namespace cordon::cli
