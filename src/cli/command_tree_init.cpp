// The command that sets a project up.
#include "cli/command_parts.h"

namespace cordon::cli {

void add_init(CLI::App& app, InitArguments& init) {
  CLI::App* command = app.add_subcommand("init", "set a project up: cordon.yaml, and what CI or a hook runs");
  command->add_option("PATH", init.path, "the top folder of the project (default: the working directory)");
  CLI::Option* ci =
      one_of(command->add_option("--ci", init.ci,
                                 "what is set up besides: for the systems that the project has files of already, or "
                                 "nothing (default: auto, where no system is named)"),
             {"auto", "none"});
  for (CLI::Option* system :
       {command->add_flag("--github", init.github, "an action and a workflow of GitHub"),
        command->add_flag("--gitlab", init.gitlab, "a job of GitLab, with Code Quality and JUnit reports"),
        command->add_flag("--pre-commit", init.pre_commit, "a hook of pre-commit, before each commit")})
    system->excludes(ci);
  CLI::Option* force = command->add_flag("--force", init.force, "replace files that are there");
  command->add_flag("--print", init.print, "show the files and write nothing")->excludes(force);
  one_of(command->add_option("--format", init.format, "what standard output gets"), {"text", "json"});
  add_list(*command, "--output", init.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  command->add_flag("-q,--quiet", init.quiet, "only the first line");
  one_of(command->add_option("--color", init.color, "colour on a terminal; NO_COLOR is honoured"),
         {"auto", "always", "never"});
  command->footer(
      "Writes cordon.yaml with the scopes that .npmrc and the like give a registry of their own, and everything else "
      "as "
      "examples in comments; and the files of CI systems, which stand in ci/ of Cordon's own repository. A file that "
      "is "
      "there is kept and told. .gitlab-ci.yml and .pre-commit-config.yaml are written only where there are none; else "
      "it says what to add to them. Nothing is fetched, and nothing that it writes downloads anything.\n\n"
      "Exit codes: 0 done, 2 nothing was written because other files are there, or usage or internal error.\n\n"
      "Examples:\n"
      "  cordon init --print            what would be written here\n"
      "  cordon init --github           settings, an action and a workflow\n"
      "  cordon init --ci none ~/shop   cordon.yaml only");
}

}  // namespace cordon::cli
