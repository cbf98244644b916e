// The command that makes exact what moves.
#include "cli/command_parts.h"

namespace cordon::cli {

void add_pin(CLI::App& app, PinArguments& pin) {
  CLI::App* command = app.add_subcommand(
      "pin", "exact versions, digests and commits in the place of what can move, by what is known here");
  command->add_option("PATH", pin.paths, "folders, lockfiles and workflows to pin (default: the working directory)");
  CLI::Option* plan = command->add_flag("--plan", pin.plan, "say what would change, and change nothing (the default)");
  command->add_flag("--apply", pin.apply, "change the files; each keeps its old content as NAME.cordon-backup")
      ->excludes(plan);
  command->add_flag("--all", pin.all,
                    "pin what a library asks for, too: a package.json with name and version that is not private");
  add_list(*command, "--from", pin.from,
           "a lockfile that knows digests, a folder that has one, or a commit, branch or tag; may be repeated")
      ->type_name("FILE|FOLDER|REF");
  command
      ->add_option("--actions", pin.actions,
                   "which commit a tag or branch of an action is: lines \"owner/repository@ref commit\"")
      ->type_name("FILE");
  command->add_flag("--no-history", pin.no_history, "do not ask the repository which commit a tag of an action is");
  command->add_flag("--no-cache", pin.no_cache, "do not ask npm's cache of this user for digests");
  command->add_flag("--no-knowledge", pin.no_knowledge, "do not ask whether a release is known to be bad");
  one_of(command->add_option("--format", pin.format, "what standard output gets"), {"text", "json"});
  add_list(*command, "--output", pin.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*command, pin.common);
  command->footer(
      "Nothing is fetched and no package client is started.\n"
      "Ranges and tags of package.json become the version that the lockfile has, in its own copy of them, too: "
      "package-lock.json (1 to 3), npm-shrinkwrap.json, yarn.lock of yarn 1, pnpm-lock.yaml (6 and 9), with the "
      "members of a workspace. Peers stay ranges; of a library the development dependencies alone are pinned.\n"
      "Entries without a digest, or with SHA-1, get the one that --from, the same lockfile or npm's cache has of this "
      "name, version and registry. What npm or pnpm keeps in node_modules can agree or contradict, but is not enough.\n"
      "Tags of actions become commits where another workflow here, a clone of github.com that has the tag itself, or "
      "--actions says which: \"uses: owner/repository@<commit> # tag\", with nothing else in the comment. Two that "
      "contradict each other, and what earlier commits alone say, are told and not used; branches are pinned by "
      "--actions alone.\n"
      "The changed files are read again before they are written: nothing else is another.\n\n"
      "Exit codes: 0 nothing is left to pin, or done; 1 there is a plan, and nothing was changed; 2 usage or internal "
      "error; 3 something stays that nothing here knows, stands in the way, or could not be read.\n\n"
      "Examples:\n"
      "  cordon pin                                   what would change?\n"
      "  cordon pin --apply\n"
      "  cordon pin --actions actions.txt .github --apply\n"
      "  cordon pin --from ../other-checkout --format json | jq '.projects[].left'");
}

}  // namespace cordon::cli
