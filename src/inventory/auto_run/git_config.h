// A configuration file of git's: which of its settings are programs that git starts, and which files it includes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inventory/auto_run/auto_run_file.h"

namespace cordon::inventory::auto_run {

// git-config(1): settings whose value is a program, a folder of programs, or, "include.path" and "includeif.path",
// another such file; `when` is the setting in small letters without its subsection ("filter.clean"), `text` the value
// as git reads it: without quotes and comments, continued lines joined. Aliases count when they start a program ("!…").
// What git does by itself (fsmonitor = true, the credential helpers "cache" and "store") is left out.
std::vector<AutoRun> git_config_runs(std::string_view text);

}  // namespace cordon::inventory::auto_run
