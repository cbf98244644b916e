// By which settings a change is judged: those of the commit that it is compared with. Else whoever writes a change
// could bring the waiver for it along.
#pragma once

#include <vector>

#include "app/against.h"
#include "app/scan.h"
#include "cli/arguments.h"
#include "cli/environment.h"

namespace cordon::cli {

// `files` are settings_files(), read before the process was confined; `against` is open. The nearest file counts as it
// is for one that stands outside of the repositories that are compared, and as it was in the commit for one inside.
// Where that is another text than now, options get those settings and the finding policy.settings-changed. Fails with
// what reading the commit and its settings fails with.
Result<void> judge_by_settings_before(const std::vector<SettingsFile>& files, const JudgeArguments& arguments,
                                      const app::Against& against, app::ScanOptions& options);

}  // namespace cordon::cli
