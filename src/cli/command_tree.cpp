#include "cli/command_tree.h"

#include "cli/command_parts.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

const std::vector<std::string> kScanFormats{"text", "json", "sarif", "markdown", "gitlab", "junit"};
const std::vector<std::string> kShortFormats{"text", "json"};
const std::vector<std::string> kDocuments{"cyclonedx-1.6", "cyclonedx-1.7", "spdx-2.3"};

void add_memory(CLI::App& command, std::string& path) {
  command
      .add_option("--memory", path,
                  "where what is remembered stands (default: memory.sqlite in the user's state folder)")
      ->type_name("FILE");
}

void add_libraries(CLI::App& command, LibraryArguments& libraries) {
  command
      .add_option("--index", libraries.index,
                  "the index of advisories, which knows libraries in JavaScript files (default: the one that 'cordon "
                  "intel update' wrote, if there is one)")
      ->type_name("FILE");
  command.add_flag("--no-libraries", libraries.no_libraries, "do not look for copied libraries in JavaScript files");
}

void add_ratchet(CLI::App& command, ScanArguments& scan) {
  command
      .add_option("--ratchet", scan.ratchet,
                  "findings that this file accepts do not count (malware always does); what of it is gone is taken out "
                  "of the file, which only gets shorter")
      ->type_name("FILE");
  command.add_flag("--init-ratchet", scan.init_ratchet, "make the file of --ratchet: it accepts what is found now");
  command.add_flag("--frozen", scan.frozen,
                   "leave the file of --ratchet as it is, and tell what of it is gone; as with CI=true");
}

void add_scan(CLI::App& app, Slots& slots) {
  ScanArguments& scan = slots.scan;
  CLI::App* command =
      app.add_subcommand("scan", "is anything here known to be bad, and can the lockfiles be relied on?");
  command->add_option("PATH", scan.paths, "folders and lockfiles to look at (default: the working directory)");
  one_of(command->add_option("--format", scan.format, "what standard output gets"), kScanFormats);
  add_list(*command, "--output", scan.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_judging(*command, scan);
  command
      ->add_option("--explain", scan.explain, "show everything about the finding with this id, or whose id begins so")
      ->type_name("FINDING");
  command->add_flag(
      "--remember", scan.remember,
      "keep which packages were seen here, on this machine, for --since-last and 'intel update --notify'");
  command->add_flag("--since-last", scan.since_last,
                    "also say what became known, since they were last remembered, of the packages that were here then");
  add_memory(*command, scan.memory);
  CLI::Option* against =
      command
          ->add_option(
              "--against", scan.against,
              "only what the change since then brought: a commit, branch or tag, a lockfile or folder; without "
              "a value where this branch left the one it is to be merged into, in CI for a push what was there before")
          ->type_name("REF|FILE")
          ->expected(0, 1)
          ->default_str("auto");
  command->callback([&scan, against] { scan.compares = against->count() > 0; });
  add_archives(*command, scan);
  add_ratchet(*command, scan);
  command->add_option("--repro", scan.repro, "write everything that was read into a tar, to report a fault")
      ->type_name("FILE.tar");
  add_common(*command, scan.common);
  command->footer(
      "Settings: cordon.yaml, found upward from the working directory; environment variables such as "
      "CORDON_POLICY_FAIL_ON override it, and options override both. Knowledge older than 7 days warns.\n\n"
      "Exit codes: 0 clean, 1 findings at or above the threshold, 2 usage or internal error, 3 nothing found but "
      "incomplete.\n\n"
      "Examples:\n"
      "  cordon scan                                 the working directory\n"
      "  cordon scan --packs-only ~/src              every project below ~/src, incident packs only\n"
      "  cordon scan --format json . | jq .answer    for programs\n"
      "  cordon scan --output sarif=cordon.sarif .   text here, SARIF for the code host\n"
      "  cordon scan --output gitlab=quality.json --output junit=cordon.xml .\n"
      "                                              text here, Code Quality and JUnit reports for GitLab\n"
      "  cordon scan --against main --online         what did this branch bring, and what do registries say of it?\n"
      "  cordon scan --since-last --remember ~/src   what is news? then keep this as the last time\n"
      "  cordon scan --against=main .                what did this branch bring?\n"
      "  cordon scan --ratchet accepted.json         only what is not accepted yet counts\n"
      "  cordon scan --explain 3f2a package-lock.json");
}

void add_intel_update(CLI::App& update, IntelArguments& intel) {
  update
      .add_option("--sources", intel.source_list,
                  "ask the sources of this file, which rules/sources.yaml shows the form of")
      ->type_name("FILE");
  add_list(update, "--only", intel.only, "ask this source alone; may be repeated")->type_name("ID");
  update.add_flag("--full", intel.full, "fetch everything anew; a source may have lost records");
  update.add_flag("--offline", intel.offline, "open no socket: say how old what is known is");
  update.add_flag("--no-wait", intel.no_wait, "fail when another update is running, instead of waiting for it");
  update.add_option("--index", intel.index, "the index to bring up to date (default: where scan looks for it)")
      ->type_name("FILE");
  update.add_option("--ca-file", intel.ca_file, "certificates to trust instead of the system's (PEM)")
      ->type_name("FILE");
  update.add_option("--proxy", intel.proxy, "proxy to use instead of the environment's https_proxy")->type_name("URL");
  update
      .add_option(
          "--notify", intel.notify,
          "run this command, by the shell, when something became known of packages that 'scan --remember' saw; it "
          "gets them as JSON on standard input")
      ->type_name("COMMAND");
  add_memory(update, intel.memory);
  update
      .add_option("--timeout", intel.timeout_seconds,
                  "seconds that a transfer may stand still before it counts as failed")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3'600).description(""))
      ->capture_default_str();
  update.add_option("--tries", intel.tries, "how often to try what fails for a moment")
      ->type_name("N")
      ->check(CLI::Range(1, 20).description(""))
      ->capture_default_str();
  update.add_option("-j,--jobs", intel.jobs, "records read at the same time (default: processors, at most 8)")
      ->type_name("N");
  one_of(update.add_option("--format", intel.format, "what standard output gets"), kShortFormats);
  update.footer(
      "The first run fetches the whole of each source; later ones the records that changed, and nothing where nothing "
      "did. Names of packages and projects are not sent anywhere. A run that is stopped, however, leaves a usable "
      "index, and the next one goes on "
      "from what it fetched.\n\n"
      "Exit codes: 0 every source that was asked answered, 3 some could not be had (what was known of them stays) or "
      "the "
      "command of --notify failed, 2 none could, or a usage or internal error.\n\n"
      "Examples:\n"
      "  cordon intel update\n"
      "  cordon intel update --only osv-npm --only kev\n"
      "  cordon intel update --sources mirror.yaml --ca-file corp.pem\n"
      "  cordon intel update --notify 'mail -s cordon ops@example.test'\n"
      "  cordon intel update --offline               how old is what is known?\n"
      "  cordon intel update --format json           for programs: docs/schema/intel-update.schema.json");
}

void add_intel(CLI::App& app, Slots& slots) {
  IntelArguments& intel = slots.intel;
  CLI::App* group = app.add_subcommand("intel", "what is known: build, check and question the index of advisories");
  group->require_subcommand(1);
  const auto add = [&](const char* name, IntelVerb verb, const char* help) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([&intel, verb] { intel.verb = verb; });
    add_common(*command, intel.common);
    return command;
  };
  CLI::App* build = add("build", IntelVerb::build, "compile advisories into one index");
  build
      ->add_option("SOURCE", intel.sources,
                   "all.zip of osv.dev, folders or single records; CISA's list of exploited vulnerabilities (JSON), "
                   "FIRST's list of probabilities (CSV); retire.js' list of JavaScript libraries (JSON)")
      ->required();
  build->add_option("--output", intel.index, "the index to write (default: where scan looks for it)")
      ->type_name("FILE");
  build->add_option("-j,--jobs", intel.jobs, "records read at the same time (default: processors, at most 8)")
      ->type_name("N");
  build->footer(
      "Records that are not understood are refused one by one, with the reason; the others stay.\n\n"
      "Examples:\n"
      "  cordon intel build npm/all.zip pypi/all.zip --output advisories.index\n"
      "  cordon intel build advisories/ known_exploited_vulnerabilities.json epss_scores.csv.gz");
  add_intel_update(*add("update", IntelVerb::update, "fetch what is new from the sources, over HTTPS"), intel);
  CLI::App* verify = add("verify", IntelVerb::verify, "check every byte and every record of an index");
  verify->add_option("INDEX", intel.index, "the index (default: where scan looks for it)");
  CLI::App* explain = add("explain", IntelVerb::explain, "which list or range of a record decides about a release");
  explain->add_option("RECORD", intel.record, "id or alias of a record: CVE-..., GHSA-..., MAL-...")->required();
  explain->add_option("PURL", intel.purl, "the release: pkg:npm/axios@1.14.1")->required();
  explain->add_option("--index", intel.index, "the index (default: where scan looks for it)")->type_name("FILE");
  one_of(explain->add_option("--format", intel.format, "what standard output gets"), kShortFormats);
  explain->footer(
      "Exit codes: 0 not affected, 1 affected, 2 usage or internal error (no such record, too), 3 it cannot be "
      "told, or the record does not speak of the package.\n\n"
      "Examples:\n"
      "  cordon intel explain CVE-2021-44906 pkg:npm/minimist@1.2.5\n"
      "  cordon intel explain MAL-2025-47141 pkg:npm/%40ctrl/tinycolor@4.1.0 --format json");
  add_pack_commands(*group, slots.pack);
}

void add_sbom_create(CLI::App& command, SbomArguments& sbom) {
  command.add_option("PATH", sbom.paths, "folders, lockfiles and SBOMs to write down (default: the working directory)");
  one_of(command.add_option("--format", sbom.document, "the kind of document"), kDocuments)->capture_default_str();
  command.add_option("--output", sbom.output, "write to this file instead of standard output")->type_name("FILE");
  command.add_option("--name", sbom.name, "what the document is about, above all where PATH has several projects");
  command.add_option("--release", sbom.release, "the version of what --name names")
      ->type_name("VERSION")
      ->needs("--name");
  command.add_option("--author", sbom.author, "who answers for the document, such as your organisation")
      ->type_name("NAME");
  command
      .add_option("--timestamp", sbom.timestamp,
                  "when it was made: 'now', or a time such as 2026-03-31T00:21:58Z (default: SOURCE_DATE_EPOCH of the "
                  "environment, else none)")
      ->type_name("TIME");
  command.footer(
      "The same input gives the same bytes, serial number included; a timestamp is the one thing that differs.\n"
      "An SBOM that lies in a folder is written into another only when it is named, an installed tree only where no "
      "lockfile is.\n\n"
      "Exit codes: 0 complete, 2 error, 3 written but incomplete: standard error and the document say what was not "
      "looked at.\n\n"
      "Examples:\n"
      "  cordon sbom create --output bom.json                              the project in the working directory\n"
      "  cordon sbom create package-lock.json --format spdx-2.3 --author Example --timestamp now\n"
      "  cordon sbom create ~/src --name shop --release 2.4 --output shop.cdx.json\n"
      "  cordon sbom create vendor.spdx.json --format cyclonedx-1.7        from one kind into another");
}

// What the verbs that report share.
void add_sbom_report(CLI::App& command, SbomArguments& sbom) {
  one_of(command.add_option("--format", sbom.format, "what standard output gets"), kShortFormats);
  add_list(command, "--output", sbom.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
}

void add_sbom(CLI::App& app, Slots& slots) {
  SbomArguments& sbom = slots.sbom;
  CLI::App* group = app.add_subcommand("sbom", "write, compare, ask and score software bills of materials");
  group->require_subcommand(1);
  const auto add = [&](const char* name, SbomVerb verb, const char* help) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([&sbom, verb] { sbom.verb = verb; });
    return command;
  };
  CLI::App* create = add("create", SbomVerb::create, "write down everything that is there, as CycloneDX or SPDX");
  add_sbom_create(*create, sbom);
  CLI::App* diff = add("diff", SbomVerb::diff, "what changed between two SBOMs, lockfiles or folders, riskiest first");
  diff->add_option("A", sbom.before, "the one before: an SBOM, a lockfile or a folder")->required();
  diff->add_option("B", sbom.after, "the one after")->required();
  add_sbom_report(*diff, sbom);
  diff->footer(
      "Exit codes: 0 the same, 1 something changed, 2 error, 3 nothing changed but something was not looked at.\n\n"
      "Examples:\n  cordon sbom diff released.cdx.json package-lock.json\n"
      "  cordon sbom diff --format json old/ new/ | jq '.changes[] | select(.severity == \"critical\")'");
  CLI::App* query = add("query", SbomVerb::query, "which components are so, where, and how they got there");
  query->add_option("EXPR", sbom.query, "conditions that all must hold, such as 'name=axios version<1.15 scope!=dev'")
      ->required();
  query->add_option("PATH", sbom.paths, "folders, lockfiles and SBOMs to ask (default: the working directory)");
  add_sbom_report(*query, sbom);
  query->footer(
      "A condition is FIELD OPERATOR VALUE[,VALUE...], without blanks unless in double quotes.\n"
      "Fields: name, version, ecosystem, scope (runtime, dev, optional, unknown), origin, registry, class, licence,\n"
      "  install-script (yes, no, unknown), integrity, purl, alias, file, path, direct (yes, no).\n"
      "Operators: = and != (one of the values, none of them), ~ and !~ (contains), and for version < <= > >=.\n\n"
      "Exit codes: 0 whatever was found, 2 error, 3 something was not looked at.\n\n"
      "Examples:\n  cordon sbom query 'name=axios version<1.15 scope!=dev' ~/sboms\n"
      "  cordon sbom query 'install-script=yes direct=no' package-lock.json\n"
      "  cordon sbom query 'licence~GPL' --format json . | jq -r '.matches[].component.purl'");
  CLI::App* check = add("check", SbomVerb::check, "which component lacks which of NTIA's minimum elements");
  check->add_option("FILE", sbom.paths, "SBOMs, or folders of them")->required();
  add_sbom_report(*check, sbom);
  check->footer(
      "The elements: supplier, name, version, identifier and dependency relationship of each component; author and "
      "timestamp of the document.\n\n"
      "Exit codes: 0 every element is there, 1 one is missing, 2 error, 3 something was not looked at.\n\n"
      "Examples:\n  cordon sbom check bom.json\n"
      "  cordon sbom check --format json sboms/ | jq '.documents[] | {path, score}'");
  for (CLI::App* command : {create, diff, query}) add_libraries(*command, sbom.libraries);
  for (CLI::App* command : {create, diff, query, check}) add_common(*command, sbom.common);
}

void add_others(CLI::App& app, Slots& slots) {
  CLI::App* inventory = app.add_subcommand("inventory", "what is there: components, edges, roots and Coverage");
  inventory->add_option("PATH", slots.inventory.paths,
                        "folders and lockfiles to read (default: the working directory)");
  one_of(inventory->add_option("--format", slots.inventory.format, "what standard output gets"), kShortFormats);
  add_list(*inventory, "--output", slots.inventory.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_libraries(*inventory, slots.inventory.libraries);
  add_common(*inventory, slots.inventory.common);
  inventory->footer(
      "Examples:\n  cordon inventory package-lock.json\n  cordon inventory --format json . | jq '.components | "
      "length'");

  CLI::App* doctor = app.add_subcommand("doctor", "what this machine can do, and which knowledge is loaded");
  one_of(doctor->add_option("--format", slots.doctor.format, "what standard output gets"), kShortFormats);
  add_list(*doctor, "--pack", slots.doctor.packs, "add an incident pack; may be repeated")->type_name("FILE");
  add_index(*doctor, slots.doctor.index);
  add_common(*doctor, slots.doctor.common);

  CLI::App* completion = app.add_subcommand("completion", "print a completion script for your shell");
  one_of(completion->add_option("SHELL", slots.completion.shell, "the shell it is for")->required(),
         {"bash", "zsh", "fish"});
  completion->footer("Example:\n  cordon completion bash > ~/.local/share/bash-completion/completions/cordon");

  app.add_subcommand("reference", "write the command reference as markdown")->group("");
}

}  // namespace

std::unique_ptr<CLI::App> make_tree(Slots& slots) {
  auto app = std::make_unique<CLI::App>(
      "Cordon tells within a second whether a compromised package hit you, how far it got, and what to do now.",
      "cordon");
  app->require_subcommand(0, 1);
  app->set_version_flag("--version", std::string("cordon ") + kVersion);
  add_scan(*app, slots);
  add_diff_lock(*app, slots.diff_lock);
  add_intel(*app, slots);
  add_sbom(*app, slots);
  add_scripts(*app, slots.scripts);
  add_gate_commands(*app, slots.gate);
  add_policy_commands(*app, slots.policy);
  add_hunt(*app, slots.hunt);
  add_fix(*app, slots.fix);
  add_pin(*app, slots.pin);
  add_watch(*app, slots.watch);
  add_traffic(*app, slots.traffic);
  add_events(*app, slots.events);
  add_case_commands(*app, slots.case_);
  add_init(*app, slots.init);
  add_others(*app, slots);
  app->footer("Run 'cordon COMMAND --help' for the options and examples of a command.");
  return app;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> out;
  for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
    out.push_back(below->get_name());
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return out;
}

std::vector<const CLI::App*> visible_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* c) { return !c->get_group().empty(); });
}

std::string full_name(const CLI::App& command) {
  const CLI::App* above = command.get_parent();
  const std::string before = above == nullptr || above->get_parent() == nullptr ? "" : full_name(*above) + " ";
  return before + command.get_name();
}

std::string above(const CLI::App& command) {
  const std::string name = full_name(command);
  const std::size_t last = name.rfind(' ');
  return last == std::string::npos ? "cordon" : "cordon " + name.substr(0, last);
}

}  // namespace cordon::cli
