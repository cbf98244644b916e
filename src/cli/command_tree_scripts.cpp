// The command about what runs at install.
#include "cli/command_parts.h"

namespace cordon::cli {

void add_scripts(CLI::App& app, ScriptsArguments& scripts) {
  CLI::App* command = app.add_subcommand("scripts", "what would run when this is installed, or opened?");
  command->add_option("PATH", scripts.paths, "folders and lockfiles to look at (default: the working directory)");
  CLI::Option* format =
      one_of(command->add_option("--format", scripts.format, "what standard output gets"), {"text", "json"});
  one_of(command->add_option("--allow-list", scripts.allow_list,
                             "print the list of all packages that run something, to be reviewed and pasted, in the "
                             "form of this client"),
         {"npm", "pnpm", "bun", "lavamoat", "cordon"})
      ->excludes(format);
  add_list(*command, "--output", scripts.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*command, scripts.common);
  command->footer(
      "Lists lifecycle scripts, builds of a binding.gyp that no script announces and the commands in it, what "
      "repositories and folders prepare, programs and modules that a package client is told to load, and files that "
      "make an editor, a coding agent, git or a shell run something, also inside of packages. Says of each whether a "
      "setting or a list of the project allows it or keeps it from running. Which settings this user or machine has "
      "makes no difference. It runs, writes and fetches nothing.\n\n"
      "The list for npm and pnpm pins each package to its version; those for bun and LavaMoat know names only; that "
      "for "
      "cordon.yaml (policy.scripts) pins version and digest, and leaves owner and reason to you. The "
      "JSON "
      "has the digests of each package's archive and of its scripts.\n\n"
      "Exit codes: 0 nothing would run that no list allows, 1 something would, 2 usage or internal error, 3 nothing "
      "was "
      "found but something does not say or could not be read. With --allow-list 0, or 3.\n\n"
      "Examples:\n"
      "  cordon scripts                                       this project\n"
      "  cordon scripts package-lock.json                     before anything is installed\n"
      "  cordon scripts --allow-list npm                      for \"allowScripts\" of package.json\n"
      "  cordon scripts --allow-list cordon                   for policy.scripts of cordon.yaml\n"
      "  cordon scripts --format json | jq -r '.scripts[] | select(.state == \"runs\") | .name'");
}

}  // namespace cordon::cli
