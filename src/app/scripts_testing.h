// A report about files in memory, for the tests of what is behind `cordon scripts`.
#pragma once

#include <map>
#include <string>

#include "app/scripts.h"

namespace cordon::app {

using ScriptFiles = std::map<std::string, std::string, std::less<>>;

inline model::ScriptsReport scripts_of(ScriptFiles files, AutoRunLimits limits = {}) {
  ScriptsOptions options;
  options.targets.push_back({".", std::make_unique<MemoryTree>(std::move(files)), {}, {}});
  options.limits = limits;
  Progress progress;
  return list_scripts(options, progress);
}

// The only run of the report that is so; one without `when` where there is none or there are several.
inline model::InstallRun only_run(const model::ScriptsReport& report, std::string_view name, std::string_view when) {
  model::InstallRun found;
  int count = 0;
  for (const model::InstallRun& run : report.scripts)
    if (run.name == name && run.when == when && ++count == 1) found = run;
  return count == 1 ? found : model::InstallRun();
}

inline bool is_unread(const model::ScriptsReport& report, std::string_view code, bool incomplete) {
  for (const model::FileUnread& unread : report.coverage.unread)
    if (unread.code == code && unread.incomplete == incomplete) return true;
  return false;
}

}  // namespace cordon::app
