// What a gate is told: options before settings before what the user's clients use.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/gate_arguments.h"
#include "gate/options.h"
#include "model/generated/model.h"

namespace cordon::cli {

// Options of the command line, then the user's or the machine's cordon.yaml (never a project's), then what npm is told
// of here. Fails as load_user_settings does, and with usage or invalid_value for what makes no sense.
Result<gate::GateOptions> gate_options(const GateArguments& arguments, std::vector<model::FileUnread>& unread);

// Where the gate keeps its things.
Result<std::string> gate_folder(const GateArguments& arguments);

}  // namespace cordon::cli
