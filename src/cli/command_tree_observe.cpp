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

void add_hunt(CLI::App& app, HuntArguments& hunt) {
  CLI::App* command =
      app.add_subcommand("hunt", "did a bad release get here, how far did it get, and what is left of it?");
  command->add_option("PATH", hunt.paths,
                      "folders to look through: homes, projects, mounted disks (default: the working directory and "
                      "npm's cache of this user)");
  add_list(*command, "--package", hunt.packages,
           "hunt for this release, too: name@version, a name for all its releases, or a package URL; may be repeated")
      ->type_name("PACKAGE");
  add_list(*command, "--events", hunt.events,
           "what was recorded: evidence, and packages that findings in it name are hunted for; may be repeated")
      ->type_name("FILE");
  add_list(*command, "--pack", hunt.packs, "add an incident pack; may be repeated")->type_name("FILE");
  command->add_flag("--no-knowledge", hunt.no_knowledge, "hunt for what is named only, not for what packs know");
  one_of(command->add_option("--format", hunt.format, "what standard output gets"), {"text", "json"});
  add_list(*command, "--output", hunt.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  command->add_option("-j,--jobs", hunt.jobs, "projects read at the same time (default: processors, at most 8)")
      ->type_name("N");
  add_common(*command, hunt.common);
  command->footer(
      "Reads lockfiles and installed trees, npm's caches and logs, and recorded events; what an attack erased in one "
      "place stands in another. It writes, runs and fetches nothing. Archives of bad releases that still stand in a "
      "cache are checked against their digest and listed.\n\n"
      "Exit codes: 0 no trace, 1 a trace, 2 usage or internal error, 3 no trace but something could not be read.\n\n"
      "Examples:\n"
      "  cordon hunt                                        this project, this user\n"
      "  cordon hunt /home /root                            everybody on this machine\n"
      "  cordon hunt --package plain-crypto-js@4.2.1 ~      before any advisory\n"
      "  cordon hunt --events watch.ndjson --format json ~/src ~/.npm");
}

void add_watch(CLI::App& app, WatchArguments& watch) {
  CLI::App* command = app.add_subcommand("watch", "what do packages do while they are installed, and afterwards?");
  command->add_option("--events", watch.events, "write down what is seen and what is concluded, an event a line")
      ->type_name("FILE");
  command->add_option("--spool", watch.spool, "keep events here while the file of --events cannot take them")
      ->type_name("FILE");
  command->add_option("--rotate-size", watch.rotate_mib, "begin a new file of events at this size")
      ->type_name("MiB")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  command->add_option("--rotate-keep", watch.rotate_keep, "older files to keep: FILE.1 is the youngest of them")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000).description(""))
      ->capture_default_str();
  command->add_option("--replay", watch.replay, "judge what was recorded instead of what happens; needs no privilege")
      ->type_name("FILE");
  add_list(*command, "--pack", watch.packs, "add an incident pack; may be repeated")->type_name("FILE");
  command->add_flag("--no-knowledge", watch.no_knowledge,
                    "compare with nothing that packs know; only rules of behaviour");
  command->add_option("--duration", watch.duration_seconds, "stop after this time (default: when interrupted)")
      ->type_name("SECONDS");
  one_of(command->add_option("--fail-on", watch.fail_on,
                             "findings of this severity or above make the exit code 1 (default: high)"),
         {"info", "low", "medium", "high", "critical"});
  one_of(command->add_option("--format", watch.format, "what standard output gets; ndjson: every event as it is seen"),
         {"text", "json", "ndjson"});
  add_list(*command, "--output", watch.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*command, watch.common);
  command->footer(
      "Follows package clients and everything their scripts start, in the kernel (eBPF), whatever a script does to get "
      "away: programs, connections, files. It only observes. Needs root, or CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and "
      "CAP_SYS_ADMIN, for the sensor; 'cordon doctor' and Coverage say what the kernel lacks. Findings of medium or "
      "above are told on standard error as they are made.\n\n"
      "Exit codes: 0 clean, 1 findings at or above the threshold, 2 usage or internal error, 3 nothing found but "
      "incomplete.\n\n"
      "Examples:\n"
      "  sudo cordon watch --events watch.ndjson            then 'npm ci' in another terminal\n"
      "  sudo cordon watch --duration 600 --format json     one CI job\n"
      "  cordon watch --replay watch.ndjson                 judge a recording again, with the rules of now");
}

void add_traffic(CLI::App& app, TrafficArguments& traffic) {
  CLI::App* command =
      app.add_subcommand("traffic", "who talked with whom, on whose behalf, and is any of it known to be bad?");
  command->add_option("SOURCE", traffic.source, "a capture (pcap, pcapng), or the name of a network interface")
      ->required();
  add_list(*command, "--events", traffic.events,
           "what 'cordon watch' recorded: gives conversations their process and package; may be repeated")
      ->type_name("FILE");
  add_list(*command, "--pack", traffic.packs, "add an incident pack; may be repeated")->type_name("FILE");
  command->add_flag("--no-knowledge", traffic.no_knowledge, "compare with nothing that packs know");
  command
      ->add_option("--duration", traffic.duration_seconds,
                   "of an interface: stop after this time (default: when interrupted)")
      ->type_name("SECONDS");
  one_of(command->add_option("--fail-on", traffic.fail_on,
                             "findings of this severity or above make the exit code 1 (default: high)"),
         {"info", "low", "medium", "high", "critical"});
  one_of(
      command->add_option("--format", traffic.format, "what standard output gets; ndjson: every event as it is seen"),
      {"text", "json", "ndjson"});
  add_list(*command, "--output", traffic.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*command, traffic.common);
  command->footer(
      "Reads Ethernet, Linux cooked and raw IP; flows of TCP and UDP; DNS, what TLS clients say first (SNI, ALPN, JA3, "
      "JA4) and heads of HTTP/1. Nothing is decrypted, nothing is sent. A file needs no privilege; an interface needs "
      "CAP_NET_RAW.\n\n"
      "Exit codes: 0 clean, 1 findings at or above the threshold, 2 usage or internal error, 3 nothing found but "
      "incomplete.\n\n"
      "Examples:\n"
      "  cordon traffic build.pcap\n"
      "  cordon traffic --events watch.ndjson build.pcap       which package said what to whom\n"
      "  cordon traffic --format ndjson eth0 | jq 'select(.kind == \"tls\").payload.ja4'\n"
      "  cordon traffic --duration 60 --output json=minute.json eth0");
}

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
