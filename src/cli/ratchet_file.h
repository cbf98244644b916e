// The file of --ratchet: read before the process is confined, written when the scan is done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/against.h"
#include "app/known_by_ratchet.h"
#include "cli/arguments.h"

namespace cordon::cli {

class RatchetFile {
 public:
  // Nothing where no ratchet is named. Adds to `written` the folder that must be writable, where the file may change.
  // Fails with usage where the options do not go together, or where a ratchet is to be made and is there; with
  // not_found where it is not; and as read_file and read_ratchet do.
  static Result<std::optional<RatchetFile>> open(const ScanArguments& arguments, std::vector<std::string>& written);

  app::RatchetStep step;

  // Where a change is looked at and the file stands in the repository that it is of: what it said in the commit that is
  // compared with decides, as far as it says it still. The finding tells what the change added; nothing where it added
  // nothing. Fails as Against::committed and read_ratchet do.
  Result<std::optional<model::Finding>> judge_by_before(const app::Against& against);

  // Replaces the file where the step says what it is to hold. Fails with refused where somebody else changed it since
  // it was read, and as replace_file does; the old file then stays.
  Result<void> write() const;

 private:
  std::string path_;  // where it really stands
  std::string text_;  // as it was read
};

}  // namespace cordon::cli
