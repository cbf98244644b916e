// The commands below `gate`.
#pragma once

#include "base/result.h"
#include "cli/gate_arguments.h"

namespace cordon::cli {

Result<int> gate_exec(const GateArguments& arguments);
Result<int> gate_explain(const GateArguments& arguments);
Result<int> gate_waive(const GateArguments& arguments);
Result<int> gate_setup(const GateArguments& arguments);
Result<int> gate_unset(const GateArguments& arguments);
Result<int> gate_policy(const GateArguments& arguments);

}  // namespace cordon::cli
