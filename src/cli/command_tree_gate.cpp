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
  CLI::App* explain = group.add_subcommand("explain", "what the gate decided of a package, and who has it");
  explain->callback([&gate] { gate.verb = GateVerb::explain; });
  explain->add_option("PACKAGE", gate.package, "name or name@version; without it the last decisions of all");
  one_of(explain->add_option("--format", gate.format, "what standard output gets"), {"text", "json"});
  add_folder(*explain, gate);
  add_common(*explain, gate.common);
  explain->footer(
      "Clients drop what a registry says when it refuses: here it stands. So does what clients said that they have, "
      "when they asked for an audit. Reads what the gate wrote down; a gate may run meanwhile.\n\n"
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

void add_client(CLI::App& command, GateArguments& gate) {
  one_of(command.add_option("CLIENT", gate.client, "npm, pnpm, yarn (both generations) or bun"),
         {"npm", "pnpm", "yarn", "bun"})
      ->required();
  CLI::Option* user = command.add_flag("--user", gate.of_user, "your own configuration (the default)");
  command.add_option("--project", gate.project, "that of this project instead")->type_name("DIR")->excludes(user);
  command.add_flag("--dry-run", gate.dry_run, "say what would change, and write nothing");
  one_of(command.add_option("--format", gate.format, "what standard output gets"), {"text", "json"});
  add_common(command, gate.common);
}

void add_setup(CLI::App& group, GateArguments& gate) {
  CLI::App* setup = group.add_subcommand("setup", "have a package client ask a gate that runs for long");
  setup->callback([&gate] { gate.verb = GateVerb::setup; });
  setup
      ->add_option("--url", gate.url,
                   "the gate's address (default: gate.public_address of cordon.yaml, else where it listens)")
      ->type_name("URL");
  add_client(*setup, gate);
  setup->footer(
      "Writes the gate's address into the file that tells the client of its registry (.npmrc, .yarnrc, .yarnrc.yml, "
      "bunfig.toml, pnpm-workspace.yaml), changes nothing else in it, and remembers what stood there. Says what goes "
      "past "
      "the gate all the same: registries of scopes, files that count more, addresses in the project's lockfile. A gate "
      "that is started afterwards asks the registry that stood there before. Nothing is fetched.\n\n"
      "Exit codes: 0 done, 1 the client does not ask the gate all the same, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate setup npm --dry-run\n"
      "  cordon gate setup yarn --project ~/shop\n"
      "  cordon gate setup pnpm --url https://gate.example.test/");
}

void add_unset(CLI::App& group, GateArguments& gate) {
  CLI::App* unset = group.add_subcommand("unset", "take back what gate setup wrote");
  unset->callback([&gate] { gate.verb = GateVerb::unset; });
  add_client(*unset, gate);
  unset->footer(
      "A file that nobody changed since is what it was before, byte for byte; of another only what setup wrote is "
      "taken "
      "out. With --project the gate's address in the project's lockfiles becomes that of the registry again.\n\n"
      "Exit codes: 0 done, or there was nothing to do; 1 something of the gate stays, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate unset npm\n"
      "  cordon gate unset yarn --project ~/shop --dry-run");
}

void add_policy(CLI::App& group, GateArguments& gate) {
  using policy::AgeTool;
  CLI::App* command = group.add_subcommand("policy", "the gate's minimum age for bots and clients");
  command->callback([&gate] { gate.verb = GateVerb::policy; });
  const auto tool = [&](const char* name, AgeTool value, const char* help) {
    command->add_flag_callback(name, [&gate, value] { gate.tools.push_back(value); }, help);
  };
  tool("--renovate", AgeTool::renovate, "for renovate.json: minimumReleaseAge");
  tool("--dependabot", AgeTool::dependabot, "for an entry of updates in dependabot.yml: cooldown");
  tool("--npm", AgeTool::npm, "for .npmrc: min-release-age (npm 11.10 and newer)");
  tool("--pnpm", AgeTool::pnpm, "for pnpm-workspace.yaml: minimumReleaseAge (pnpm 10.16 and newer)");
  tool("--yarn", AgeTool::yarn, "for .yarnrc.yml: npmMinimalAgeGate (yarn 4.10 and newer)");
  tool("--bun", AgeTool::bun, "for bunfig.toml: minimumReleaseAge (bun 1.3 and newer)");
  command
      ->add_option("--policy,--config", gate.common.config,
                   "the gate's cordon.yaml (default: your own or the machine's, as for the gate)")
      ->type_name("FILE");
  command
      ->add_option("--minimum-age", gate.minimum_age,
                   "the age that the gate was started with, where no cordon.yaml says it")
      ->type_name("AGE");
  command->add_flag("-q,--quiet", gate.common.quiet, "do not tell what the tool cannot be told");
  command->footer(
      "Prints a fragment that has the tool wait for as long as the gate does, so that nothing is proposed that the "
      "gate "
      "then refuses. Ages are rounded up to what the tool counts in. Scopes and names that are private, and rules of "
      "policy.rules about minimum_age, are carried over where the tool has a place for them; what it has none for is "
      "told "
      "on standard error.\n\n"
      "Exit codes: 0, or 2 for a usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate policy --renovate\n"
      "  cordon gate policy --dependabot --policy cordon.yaml\n"
      "  cordon gate policy --npm >> .npmrc");
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
  add_setup(*group, gate);
  add_unset(*group, gate);
  add_policy(*group, gate);
  group->footer(
      "Serves npm's registry protocol to npm, pnpm, yarn and bun, from the registry that they use already. Releases "
      "that "
      "are too young, known to be malware, changed since they were handed out first, refused by a rule of cordon.yaml, "
      "or "
      "whose archive does what only attacks do, are not handed out: clients that can choose take an older one, others "
      "hear why. Publishing and logging in do not pass. Ends on SIGINT and SIGTERM when what has begun is through; "
      "takes "
      "its certificate anew on SIGHUP, and packs and advisories half a minute after they were updated.\n\n"
      "Exit codes: 0 when it is told to end, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon gate                                          then: cordon gate setup npm\n"
      "  cordon gate --minimum-age 7d --upstream https://registry.example.test/\n"
      "  cordon gate exec -- npm ci                           one command behind a gate of its own\n"
      "  cordon gate explain axios                            what it decided of axios, and why");
}

}  // namespace cordon::cli
