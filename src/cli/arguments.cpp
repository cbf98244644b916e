#include "cli/arguments.h"

#include <CLI/CLI.hpp>

#include <memory>

#include "base/suggest.h"
#include "base/text.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

const std::vector<std::string> kSeverities{"info", "low", "medium", "high", "critical"};
const std::vector<std::string> kScanFormats{"text", "json", "sarif", "markdown"};
const std::vector<std::string> kShortFormats{"text", "json"};

// Everything the tree writes into while parsing.
struct Slots {
  ScanArguments scan;
  InventoryArguments inventory;
  DoctorArguments doctor;
  CompletionArguments completion;
};

void add_common(CLI::App& command, CommonArguments& common) {
  command.add_option("--config", common.config, "read this cordon.yaml instead of looking for one")->type_name("FILE");
  command.add_flag("-q,--quiet", common.quiet, "no progress on standard error");
  command.add_option("--color", common.color, "colour on a terminal; NO_COLOR is honoured")
      ->check(CLI::IsMember(std::vector<std::string>{"auto", "always", "never"}))
      ->type_name("auto|always|never");
}

// One value each time it is given; otherwise it would take the paths that follow it as further values.
CLI::Option* add_list(CLI::App& command, const char* name, std::vector<std::string>& values, const char* help) {
  return command.add_option(name, values, help)->allow_extra_args(false);
}

void add_scan(CLI::App& app, Slots& slots) {
  ScanArguments& scan = slots.scan;
  CLI::App* command =
      app.add_subcommand("scan", "is anything here known to be bad, and can the lockfiles be relied on?");
  command->add_option("PATH", scan.paths, "folders and lockfiles to look at (default: the working directory)");
  command->add_option("--format", scan.format, "what standard output gets")
      ->check(CLI::IsMember(kScanFormats))
      ->type_name("text|json|sarif|markdown");
  add_list(*command, "--output", scan.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  command
      ->add_option("--fail-on", scan.fail_on, "findings of this severity or above make the exit code 1 (default: high)")
      ->check(CLI::IsMember(kSeverities))
      ->type_name("LEVEL");
  command->add_flag("--packs-only", scan.packs_only,
                    "incident packs are knowledge enough: missing advisories do not make the answer incomplete");
  command->add_flag("--no-knowledge", scan.no_knowledge,
                    "compare with nothing that is known; only what the files themselves show");
  add_list(*command, "--pack", scan.packs, "add an incident pack; may be repeated")->type_name("FILE");
  command->add_option("--max-age", scan.max_age_days, "knowledge older than this many days makes the answer incomplete")
      ->type_name("DAYS");
  command
      ->add_option("--explain", scan.explain, "show everything about the finding with this id, or whose id begins so")
      ->type_name("FINDING");
  command->add_option("--repro", scan.repro, "write everything that was read into a tar, to report a fault")
      ->type_name("FILE.tar");
  command->add_option("-j,--jobs", scan.jobs, "projects read at the same time (default: processors, at most 8)")
      ->type_name("N");
  add_common(*command, scan.common);
  command->footer(
      "Exit codes: 0 clean, 1 findings at or above the threshold, 2 usage or internal error, 3 nothing found but "
      "incomplete.\n\n"
      "Examples:\n"
      "  cordon scan                                 the working directory\n"
      "  cordon scan --packs-only ~/src              every project below ~/src, incident packs only\n"
      "  cordon scan --format json . | jq .answer    for programs\n"
      "  cordon scan --output sarif=cordon.sarif .   text here, SARIF for the code host\n"
      "  cordon scan --explain 3f2a package-lock.json");
}

void add_others(CLI::App& app, Slots& slots) {
  CLI::App* inventory = app.add_subcommand("inventory", "what is there: components, edges, roots and Coverage");
  inventory->add_option("PATH", slots.inventory.paths,
                        "folders and lockfiles to read (default: the working directory)");
  inventory->add_option("--format", slots.inventory.format, "what standard output gets")
      ->check(CLI::IsMember(kShortFormats))
      ->type_name("text|json");
  add_list(*inventory, "--output", slots.inventory.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*inventory, slots.inventory.common);
  inventory->footer(
      "Examples:\n  cordon inventory package-lock.json\n  cordon inventory --format json . | jq '.components | "
      "length'");

  CLI::App* doctor = app.add_subcommand("doctor", "what this machine can do, and which knowledge is loaded");
  doctor->add_option("--format", slots.doctor.format, "what standard output gets")
      ->check(CLI::IsMember(kShortFormats))
      ->type_name("text|json");
  add_list(*doctor, "--pack", slots.doctor.packs, "add an incident pack; may be repeated")->type_name("FILE");
  add_common(*doctor, slots.doctor.common);

  CLI::App* completion = app.add_subcommand("completion", "print a completion script for your shell");
  completion->add_option("SHELL", slots.completion.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"bash", "zsh", "fish"}));
  completion->footer("Example:\n  cordon completion bash > ~/.local/share/bash-completion/completions/cordon");

  app.add_subcommand("reference", "write the command reference as markdown")->group("");
}

std::unique_ptr<CLI::App> make_tree(Slots& slots) {
  auto app = std::make_unique<CLI::App>(
      "Cordon tells within a second whether a compromised package hit you, how far it got, and what to do now.",
      "cordon");
  app->require_subcommand(0, 1);
  app->set_version_flag("--version", std::string("cordon ") + kVersion);
  add_scan(*app, slots);
  add_others(*app, slots);
  app->footer("Run 'cordon COMMAND --help' for the options and examples of a command.");
  return app;
}

std::string suggestion(const CLI::App& app, int count, char** arguments) {
  if (count < 2 || arguments[1][0] == '-') return {};
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App* c) { return !c->get_group().empty(); }))
    names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), arguments[1]) != names.end()) return {};
  const std::vector<std::string_view> views(names.begin(), names.end());
  return "unknown command '" + text::visible(arguments[1]) + "'" + did_you_mean(arguments[1], views);
}

// The long names of a command's options, and the visible commands: what completion offers.
std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> out;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return out;
}

std::vector<const CLI::App*> visible_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* c) { return !c->get_group().empty(); });
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

Invocation parse_arguments(int count, char** arguments) {
  Slots slots;
  const std::unique_ptr<CLI::App> app = make_tree(slots);
  if (count == 1) return Printed{app->help(), {}, 2};
  try {
    app->parse(count, arguments);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app->get_subcommands();
    return Printed{chosen.empty() ? app->help() : chosen.front()->help(), {}, 0};
  } catch (const CLI::CallForVersion&) {
    return Printed{std::string("cordon ") + kVersion + "\n", {}, 0};
  } catch (const CLI::ParseError& error) {
    std::string why = suggestion(*app, count, arguments);
    if (why.empty()) why = text::visible(error.what(), 400);
    return Printed{{}, "cordon: " + why + "\nRun 'cordon --help' for what it can do.\n", 2};
  }
  const auto chosen = app->get_subcommands();
  if (chosen.empty()) return Printed{app->help(), {}, 2};
  const std::string name = chosen.front()->get_name();
  if (name == "scan") return std::move(slots.scan);
  if (name == "inventory") return std::move(slots.inventory);
  if (name == "doctor") return std::move(slots.doctor);
  if (name == "completion") return std::move(slots.completion);
  return ReferenceArguments{};
}

std::string completion_script(const std::string& shell) {
  Slots slots;
  const std::unique_ptr<CLI::App> app = make_tree(slots);
  std::vector<std::string> commands;
  for (const CLI::App* command : visible_commands(*app)) commands.push_back(command->get_name());
  std::string out;
  if (shell == "bash") {
    out = "_cordon() {\n  local current=${COMP_WORDS[COMP_CWORD]} words\n  case ${COMP_WORDS[1]} in\n";
    for (const CLI::App* command : visible_commands(*app))
      out += "    " + command->get_name() + ") words='" + joined(option_names(*command)) + "' ;;\n";
    out += "    *) words='" + joined(commands) +
           " --help --version' ;;\n  esac\n"
           "  [ \"$COMP_CWORD\" -eq 1 ] && words='" +
           joined(commands) +
           " --help --version'\n"
           "  case $current in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
           "    *) if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"));\n"
           "       else COMPREPLY=($(compgen -f -- \"$current\")); fi ;;\n  esac\n}\ncomplete -o filenames -F _cordon "
           "cordon\n";
  } else if (shell == "zsh") {
    out = "#compdef cordon\n_cordon() {\n  if (( CURRENT == 2 )); then\n    compadd -- " + joined(commands) +
          " --help --version\n    return\n  fi\n  case $words[2] in\n";
    for (const CLI::App* command : visible_commands(*app))
      out += "    " + command->get_name() + ") [[ $PREFIX == -* ]] && compadd -- " + joined(option_names(*command)) +
             " || _files ;;\n";
    out += "  esac\n}\ncompdef _cordon cordon\n";
  } else if (shell == "fish") {
    for (const CLI::App* command : visible_commands(*app)) {
      out += "complete -c cordon -n __fish_use_subcommand -f -a " + command->get_name() + " -d '" +
             command->get_description() + "'\n";
      for (const CLI::Option* option : command->get_options())
        for (const std::string& name : option->get_lnames())
          out += "complete -c cordon -n '__fish_seen_subcommand_from " + command->get_name() + "' -l " + name + "\n";
    }
  }
  return out;
}

std::string command_reference() {
  Slots slots;
  const std::unique_ptr<CLI::App> app = make_tree(slots);
  std::string out = "# Commands\n\n<!-- Generated by 'cordon reference'. Run ./dev gen. -->\n";
  for (const CLI::App* command : visible_commands(*app))
    out += "\n## cordon " + command->get_name() + "\n\n```\n" + command->help() + "```\n";
  return out;
}

}  // namespace cordon::cli
