// `cordon gate policy`: the gate's minimum age as others are told of one.
#include <cstdio>

#include "base/clock.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_commands.h"
#include "cli/outputs.h"
#include "gate/options.h"
#include "policy/age_window.h"

namespace cordon::cli {

Result<int> gate_policy(const GateArguments& arguments) {
  if (arguments.tools.size() != 1)
    return fail(ErrorCode::usage, "name one of --renovate, --dependabot, --npm, --pnpm, --yarn and --bun");
  const policy::Settings settings = TRY(load_user_settings(arguments.common.config));
  std::int64_t age = settings.gate.minimum_age_seconds.value_or(gate::GateOptions().minimum_age_seconds);
  if (!arguments.minimum_age.empty()) {
    const Result<std::int64_t> named = policy::gate_age(arguments.minimum_age);
    if (!named) return fail(ErrorCode::usage, "--minimum-age: " + named.error().message);
    age = *named;
  }
  const policy::AgeFragment fragment =
      policy::age_fragment(arguments.tools.front(), policy::age_window(settings, age, system_clock().today()));
  TRY(write_standard_output(fragment.text));
  if (arguments.common.quiet) return 0;
  for (const std::string& note : fragment.notes)
    std::fputs(("cordon: not in it: " + text::visible(note, 600) + "\n").c_str(), stderr);
  return 0;
}

}  // namespace cordon::cli
