// What `gate setup` remembers of the files that it wrote: a file that nobody but the user may read, because it has what
// stood in them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_edit.h"
#include "base/result.h"
#include "model/generated/gate_report.h"

namespace cordon::app {

class SetupRecord {
 public:
  // Reads the file at this path; where there is none, nothing is remembered. Fails as files and JSON do, and with
  // unsupported_version for one of another schema.
  static Result<SetupRecord> open(std::string path);

  const std::vector<model::ClientFileSetUp>& files() const { return setups_.files; }
  const model::ClientFileSetUp* find(std::string_view path) const;

  // Puts it in the place of what is remembered of that file, and writes all of it; `forget` takes it out. The folder
  // must be there.
  Result<void> keep(model::ClientFileSetUp file);
  Result<void> forget(std::string_view path);

  // The registry behind each gate that was written into a file; empty: the client's own.
  std::map<std::string, std::string, std::less<>> registries() const;

 private:
  Result<void> write() const;

  std::string path_;
  model::GateSetups setups_;
};

std::vector<ConfigChange> changes_of(const model::ClientFileSetUp& file);

}  // namespace cordon::app
