// What the commands of the tree have in common.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/case_arguments.h"
#include "cli/fix_arguments.h"
#include "cli/gate_arguments.h"
#include "cli/init_arguments.h"
#include "cli/observe_arguments.h"
#include "cli/pack_arguments.h"
#include "cli/pin_arguments.h"
#include "cli/policy_arguments.h"
#include "cli/scripts_arguments.h"

namespace cordon::cli {

// The option takes one of these words, and its help says so once.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words);

// --config, --quiet, --color.
void add_common(CLI::App& command, CommonArguments& common);

// One value each time it is given; otherwise it would take the paths that follow it as further values.
CLI::Option* add_list(CLI::App& command, const char* name, std::vector<std::string>& values, const char* help);

// What judges: --fail-on, --packs-only, --no-knowledge, --pack, --index, --max-age, --jobs.
void add_judging(CLI::App& command, JudgeArguments& judge);

// --archives, --online: of commands that look at a change.
void add_archives(CLI::App& command, JudgeArguments& judge);
void add_online(CLI::App& command, bool& online, std::uint32_t& seconds, const char* help);

// --index.
void add_index(CLI::App& command, std::string& path);

// `diff-lock`.
void add_diff_lock(CLI::App& app, DiffLockArguments& diff);

// `hunt`, `watch`, `traffic`, `events`.
void add_watch(CLI::App& app, WatchArguments& watch);
void add_traffic(CLI::App& app, TrafficArguments& traffic);
void add_hunt(CLI::App& app, HuntArguments& hunt);
void add_events(CLI::App& app, EventsArguments& events);

// `fix`.
void add_fix(CLI::App& app, FixArguments& fix);

// `pin`.
void add_pin(CLI::App& app, PinArguments& pin);

// `add` and `pack`, below `intel`.
void add_pack_commands(CLI::App& intel, PackArguments& pack);

// `scripts`.
void add_scripts(CLI::App& app, ScriptsArguments& scripts);

// `policy`.
void add_policy_commands(CLI::App& app, PolicyArguments& policy);

// `gate`.
void add_gate_commands(CLI::App& app, GateArguments& gate);

// `init`.
void add_init(CLI::App& app, InitArguments& init);

// `case`.
void add_case_commands(CLI::App& app, CaseArguments& arguments);

}  // namespace cordon::cli
