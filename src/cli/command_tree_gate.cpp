// The commands about the gate.
#include "cli/command_parts.h"

namespace cordon::cli {
namespace {

void add_folder(CLI::App& command, GateArguments& gate) {
  command
      .add_option(
          "--folder", gate.folder,
          "where the gate keeps archives, documents and its decisions (default: gate.folder of cordon.yaml, else "
          "in the user's cache folder)")
      ->type_name("FOLDER");
}

void add_serving(CLI::App& command, GateArguments& gate) {
  command
      .add_option(
          "--upstream", gate.upstream,
          "the registry behind the gate (default: gate.upstream of cordon.yaml, else the one that npm is told of)")
      ->type_name("URL");
  command
      .add_option("--minimum-age", gate.minimum_age,
                  "how long a release must have been published, such as 72h; 0h: no matter (default: gate.minimum_age, "
                  "else 72h)")
      ->type_name("AGE");
  command.add_flag("--observe", gate.observe, "write down what would be held, and let it through");
  command.add_flag("--no-knowledge", gate.no_knowledge, "compare with nothing that packs and advisories know");
  add_list(command, "--pack", gate.packs, "add an incident pack; may be repeated")->type_name("FILE");
  add_index(command, gate.index);
  command
      .add_option("--events", gate.events,
                  "write who asked for what, and what was decided, to this file as NDJSON (default: events.ndjson in "
                  "the gate's folder)")
      ->type_name("FILE");
  add_folder(command, gate);
  add_common(command, gate.common);
}

void add_exec(CLI::App& group, GateArguments& gate) {
  CLI::App* exec = group.add_subcommand("exec", "run one command behind a gate of its own");
  exec->callback([&gate] { gate.verb = GateVerb::exec; });
  exec->add_option("COMMAND", gate.command, "the command with its arguments, behind --")->required();
  add_serving(*exec, gate);
  exec->footer(
      "Starts a gate on this machine, tells npm, pnpm, yarn and bun of it by their environment, runs the command and "
      "ends. Addresses of the gate that a client wrote into its lockfile become those of the registry again.\n\n"
      "Exit codes: the command's own; 2 for a usage or internal error before it was run.\n\n"
      "Examples:\n"
      "  cordon gate exec -- npm ci\n"
      "  cordon gate exec --minimum-age 7d -- pnpm install");
}

void add_explain(CLI::App& group, GateArguments& gate) {
  CLI::App* explain = group.add_subcommand("explain", "what the gate decided of a package, and why");
  explain->callback([&gate] { gate.verb = GateVerb::explain; });
  explain->add_option("PACKAGE", gate.package, "name or name@version; without it the last decisions of all");
  one_of(explain->add_option("--format", gate.format, "what standard output gets"), {"text", "json"});
  add_folder(*explain, gate);
  add_common(*explain, gate.common);
  explain->footer(
      "Clients drop what a registry says when it refuses: here it stands. Reads what the gate wrote down; a gate may "
      "run meanwhile.\n\n"
      "Exit codes: 0, or 2 for a usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate explain axios@1.14.1\n"
      "  cordon gate explain --format json | jq '.decisions[] | select(.held)'");
}

void add_waive(CLI::App& group, GateArguments& gate) {
  CLI::App* waive = group.add_subcommand("waive", "let a release through that a rule holds, until a day");
  waive->callback([&gate] { gate.verb = GateVerb::waive; });
  waive->add_option("PACKAGE", gate.package,
                    "name@version, or a name for all its versions; without it those that stand");
  waive->add_option("--rule", gate.rule, "only what this rule holds (default: any)")->type_name("RULE");
  waive->add_option("--owner", gate.owner, "who answers for it")->type_name("WHO");
  waive->add_option("--reason", gate.reason, "why")->type_name("TEXT");
  waive->add_option("--expires", gate.expires, "the last day it holds, YYYY-MM-DD")->type_name("DATE");
  waive->add_option("--remove", gate.remove, "take the waiver with this number back")->type_name("N");
  one_of(waive->add_option("--format", gate.format, "what standard output gets"), {"text", "json"});
  add_folder(*waive, gate);
  add_common(*waive, gate.common);
  waive->footer(
      "A running gate heeds it within a second. Every waiver has an owner, a reason and an end.\n\n"
      "Exit codes: 0, or 2 for a usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate waive axios@1.15.0 --rule minimum-age --owner kim --reason 'fixes our outage' --expires "
      "2026-12-07\n"
      "  cordon gate waive                       those that stand\n"
      "  cordon gate waive --remove 3");
}

}  // namespace

void add_gate_commands(CLI::App& app, GateArguments& gate) {
  CLI::App* group = app.add_subcommand("gate", "stand between package clients and their registries");
  group->require_subcommand(0, 1);
  group
      ->add_option("--listen", gate.listen,
                   "address and port (default: gate.listen of cordon.yaml, else 127.0.0.1:4873)")
      ->type_name("ADDRESS:PORT");
  add_serving(*group, gate);
  add_exec(*group, gate);
  add_explain(*group, gate);
  add_waive(*group, gate);
  group->footer(
      "Serves npm's registry protocol to npm, pnpm, yarn and bun, from the registry that they use already. Releases "
      "that "
      "are too young, known to be malware, changed since they were handed out first, refused by a rule of cordon.yaml, "
      "or "
      "whose archive does what only attacks do, are not handed out: clients that can choose take an older one, others "
      "hear why. Publishing and logging in do not pass. Ends on SIGINT and SIGTERM when what has begun is through; "
      "takes "
      "its certificate anew on SIGHUP.\n\n"
      "Exit codes: 0 when it is told to end, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate                                          then: npm config set registry http://127.0.0.1:4873/\n"
      "  cordon gate --minimum-age 7d --upstream https://registry.example.test/\n"
      "  cordon gate exec -- npm ci                           one command behind a gate of its own\n"
      "  cordon gate explain axios                            what it decided of axios, and why");
}

}  // namespace cordon::cli
