// The commands about changes of dependencies.
#include "cli/command_parts.h"

namespace cordon::cli {

void add_diff_lock(CLI::App& app, DiffLockArguments& diff) {
  CLI::App* command = app.add_subcommand("diff-lock", "what did a change of lockfile bring, and is it suspicious?");
  command->add_option("OLD", diff.before, "the lockfile before, of any format that is read")->required();
  command->add_option("NEW", diff.after, "the lockfile after; it may be of another format")->required();
  one_of(command->add_option("--format", diff.format, "what standard output gets"),
         {"text", "json", "gitlab", "junit"});
  add_list(*command, "--output", diff.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_archives(*command, diff);
  add_judging(*command, diff);
  add_common(*command, diff.common);
  command->footer(
      "Packages that are new, gone or changed; releases that suddenly have another digest, source or registry; and how "
      "suspicious each is by the change alone, without any advisory: the facts and their points are listed, and what "
      "is "
      "not known counts nothing. Findings are those that the change brought. Nothing is fetched without "
      "--online.\n\n"
      "Exit codes: 0 nothing suspicious, 1 findings at or above the threshold, 2 usage or internal error, 3 nothing "
      "found but incomplete.\n\n"
      "Examples:\n"
      "  cordon diff-lock old/package-lock.json package-lock.json\n"
      "  cordon diff-lock --online old/package-lock.json package-lock.json\n"
      "  cordon diff-lock <(git show main:pnpm-lock.yaml) pnpm-lock.yaml\n"
      "  cordon diff-lock --no-knowledge --format json a.lock b.lock | jq '.change.added[] | {name, to, risk}'");
}

}  // namespace cordon::cli
