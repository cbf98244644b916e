#include "cli/arguments.h"

#include <algorithm>
#include <memory>

#include "base/suggest.h"
#include "base/text.h"
#include "cli/command_tree.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

struct NamedCommand {
  const CLI::App* command = nullptr;
  int words = 0;  // that name it
};

// The command that the first arguments name: "scan", "intel build", "intel pack sign".
NamedCommand command_of(const CLI::App& app, int count, char** arguments) {
  NamedCommand found;
  while (found.words + 1 < count) {
    const auto below = visible_commands(found.command == nullptr ? app : *found.command);
    const auto next = std::ranges::find(below, std::string_view(arguments[found.words + 1]), &CLI::App::get_name);
    if (next == below.end()) break;
    found = {*next, found.words + 1};
  }
  return found;
}

// What is wrong with arguments that do not parse, and what was probably meant.
std::string complaint(const CLI::App& app, const CLI::ParseError& error, int count, char** arguments) {
  const auto [command, words] = command_of(app, count, arguments);
  std::vector<std::string> names;
  std::string_view mistyped;
  std::string what;
  const std::vector<const CLI::App*> commands = visible_commands(command == nullptr ? app : *command);
  const int depth = words + 1;
  if (!commands.empty() && count > depth && arguments[depth][0] != '-') {
    mistyped = arguments[depth];
    what = "unknown command";
    for (const CLI::App* each : commands) names.push_back(each->get_name());
  } else if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    names = option_names(command == nullptr ? app : *command);
    what = "unknown option";
    for (int i = 1; i < count && mistyped.empty(); ++i) {
      const std::string_view word = std::string_view(arguments[i]).substr(0, std::string_view(arguments[i]).find('='));
      if (word.starts_with("--") && word.size() > 2 && std::find(names.begin(), names.end(), word) == names.end())
        mistyped = word;
    }
  }
  if (mistyped.empty()) return text::visible(error.what(), 400);
  const std::vector<std::string_view> views(names.begin(), names.end());
  return what + " '" + text::visible(mistyped) + "'" + did_you_mean(mistyped, views);
}

}  // namespace

Invocation parse_arguments(int count, char** arguments) {
  Slots slots;
  const std::unique_ptr<CLI::App> app = make_tree(slots);
  if (count == 1) return Printed{app->help(), {}, 2};
  try {
    app->parse(count, arguments);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* chosen = app.get();
    while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
    return Printed{chosen == app.get() ? app->help() : chosen->help(above(*chosen)), {}, 0};
  } catch (const CLI::CallForVersion&) {
    return Printed{std::string("cordon ") + kVersion + "\n", {}, 0};
  } catch (const CLI::ParseError& error) {
    const CLI::App* command = command_of(*app, count, arguments).command;
    return Printed{{},
                   "cordon: " + complaint(*app, error, count, arguments) + "\nRun 'cordon" +
                       (command == nullptr ? "" : " " + full_name(*command)) + " --help' for what it can do.\n",
                   2};
  }
  const auto chosen = app->get_subcommands();
  if (chosen.empty()) return Printed{app->help(), {}, 2};
  const std::string name = chosen.front()->get_name();
  if (name == "scan") return std::move(slots.scan);
  if (name == "diff-lock") return std::move(slots.diff_lock);
  if (name == "inventory") return std::move(slots.inventory);
  if (name == "doctor") return std::move(slots.doctor);
  if (name == "intel" && slots.pack.verb) return std::move(slots.pack);
  if (name == "intel") return std::move(slots.intel);
  if (name == "sbom") return std::move(slots.sbom);
  if (name == "scripts") return std::move(slots.scripts);
  if (name == "init") return std::move(slots.init);
  if (name == "hunt") return std::move(slots.hunt);
  if (name == "fix") return std::move(slots.fix);
  if (name == "pin") return std::move(slots.pin);
  if (name == "traffic") return std::move(slots.traffic);
  if (name == "watch") return std::move(slots.watch);
  if (name == "events") return std::move(slots.events);
  if (name == "case") return std::move(slots.case_);
  if (name == "gate") return std::move(slots.gate);
  if (name == "policy") return std::move(slots.policy);
  if (name == "completion") return std::move(slots.completion);
  return ReferenceArguments{};
}

}  // namespace cordon::cli
