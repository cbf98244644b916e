// The commands about happenings.
#include "cli/command_parts.h"
#include "model/generated/event.h"

namespace cordon::cli {
namespace {

std::vector<std::string> event_kinds() {
  std::vector<std::string> kinds;
  for (std::uint8_t i = 0; i < std::variant_size_v<model::EventPayload>; ++i)
    kinds.emplace_back(to_string(static_cast<model::EventKind>(i)));
  return kinds;
}

}  // namespace

void add_events(CLI::App& app, EventsArguments& events) {
  CLI::App* command = app.add_subcommand("events", "read, filter and follow what was recorded");
  command->add_option("FILE", events.files, "files of events, one a line, in the order given; '-' is standard input")
      ->required();
  CLI::Option* kind = add_list(*command, "--kind", events.kinds, "events of this kind only; may be repeated");
  one_of(kind, event_kinds());
  add_list(*command, "--package", events.packages,
           "what was done on behalf of this package only: a name, name@version or a package URL; may be repeated")
      ->type_name("PACKAGE");
  command->add_option("--pid", events.pids, "what this process did only; may be repeated")
      ->type_name("PID")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1);
  command->add_option("--since", events.since, "from this time on: 2026-03-31T00:21:00Z")->type_name("TIME");
  command->add_option("--until", events.until, "before this time")->type_name("TIME");
  command->add_option("--contains", events.contains, "those whose text has this in it, whatever the case")
      ->type_name("TEXT");
  command->add_flag("-f,--follow", events.follow,
                    "wait for more at the end of the last file, also when it is replaced");
  one_of(command->add_option("--format", events.format, "what standard output gets"), {"text", "ndjson"});
  add_common(*command, events.common);
  command->footer(
      "A line that is no event is named on standard error, and the others are shown.\n\n"
      "Exit codes: 0 everything was read, 2 usage or internal error, 3 something could not be read.\n\n"
      "Examples:\n"
      "  cordon events watch.ndjson\n"
      "  cordon events --follow --kind exec --kind connect watch.ndjson\n"
      "  cordon events --package plain-crypto-js@4.2.1 --format ndjson watch.ndjson | jq .payload\n"
      "  cordon events --since 2026-03-31T00:21:00Z --until 2026-03-31T03:25:00Z watch.ndjson*");
}

}  // namespace cordon::cli
