// The command that takes something back.
#include "cli/command_parts.h"

namespace cordon::cli {

namespace {

// How far forward, and what is old enough.
void add_ages(CLI::App& command, FixArguments& fix) {
  CLI::Option* forward = command.add_flag(
      "--forward", fix.forward,
      "also take releases with known vulnerabilities forward, to the first release with the fix that a source knows; "
      "malware goes back, and forward where there is no way back");
  one_of(command.add_option("--severity", fix.severity, "vulnerabilities of this severity or above (default: high)"),
         {"low", "medium", "high", "critical"})
      ->needs(forward);
  command
      .add_option(
          "--minimum-age", fix.minimum_age,
          "what no older lockfile has must have been published so long ago, unless it is the way back: 3d, 12h, 0 "
          "(default: 3d)")
      ->type_name("AGE");
}

// Where good releases come from.
void add_sources(CLI::App& command, FixArguments& fix) {
  add_list(
      command, "--from", fix.from,
      "an older lockfile of the project, a folder that has one, or a commit, branch or tag: what stood there is good "
      "unless it is known to be bad; may be repeated")
      ->type_name("FILE|FOLDER|REF");
  command.add_flag("--no-cache", fix.no_cache, "do not ask npm's cache of this user for good releases");
  command.add_flag("--no-history", fix.no_history,
                   "do not ask earlier commits of the repository that PATH stands in for good releases");
}

}  // namespace

void add_fix(CLI::App& app, FixArguments& fix) {
  CLI::App* command = app.add_subcommand(
      "fix", "back to the last good release: lockfile and package.json changed as little as possible");
  command->add_option("PATH", fix.paths, "folders and lockfiles to take back (default: the working directory)");
  CLI::Option* plan = command->add_flag("--plan", fix.plan, "say what would change, and change nothing (the default)");
  command
      ->add_flag("--apply", fix.apply,
                 "change the files; each keeps its old content as NAME.cordon-backup, or "
                 "NAME.cordon-backup.2 and so on where that is there")
      ->excludes(plan);
  add_sources(*command, fix);
  add_list(*command, "--package", fix.packages,
           "take this release back, too: name@version or a package URL; may be repeated")
      ->type_name("PACKAGE");
  add_list(*command, "--pack", fix.packs, "add an incident pack; may be repeated")->type_name("FILE");
  command
      ->add_option("--index", fix.index,
                   "the index of advisories (default: the one that 'cordon intel update' wrote, if there is one)")
      ->type_name("FILE");
  command->add_flag("--no-knowledge", fix.no_knowledge, "take back what is named only, not what is known to be bad");
  add_ages(*command, fix);
  add_online(*command, fix.online, fix.online_seconds,
             "ask the registry of your client configuration, or the public one, for good releases and their digests; "
             "never for private names");
  one_of(command->add_option("--format", fix.format, "what standard output gets"), {"text", "json"});
  add_list(*command, "--output", fix.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(*command, fix.common);
  command->footer(
      "Reads and rewrites package-lock.json (1 to 3), npm-shrinkwrap.json, yarn.lock of yarn 1 and pnpm-lock.yaml (6 "
      "and "
      "9); no package client is started, and nothing is fetched without --online. The good release and its digest come "
      "from --from, from what the lockfile was in earlier commits (the newest without the bad release), from the "
      "lockfile that npm or pnpm keeps in node_modules unless something bad was installed there, from npm's cache, "
      "with --online from its registry, and "
      "last from "
      "other entries of the same lockfile, within what is asked for; what 'scan --remember' saw is a witness of "
      "digests alone; a release that is known to be bad is never "
      "chosen, "
      "nor "
      "one of another major version (but the last good one of an incident pack), nor one whose address is that of "
      "another "
      "release or another registry (but of yours in place of a public one, where --from has it), or with a weaker "
      "digest, "
      "or "
      "of which two sources contradict each other. The changed "
      "files are read again before they are written: every range is satisfied, nothing is missing, "
      "nothing else is another. What nothing requires any more is taken out; what the good release needs and the "
      "lockfile lacks is added from the same sources. Where another package's range does not admit the good release, "
      "it "
      "is forced: npm's overrides, yarn's resolutions, pnpm.overrides.\n\n"
      "Exit codes: 0 nothing to take back, or done; 1 there is a plan, and nothing was changed; 2 usage or internal "
      "error; 3 something bad cannot be taken back (then nothing is changed) or stays elsewhere (installed, in a "
      "lockfile of "
      "another "
      "client), or something could not be read.\n\n"
      "Examples:\n"
      "  cordon fix                                    what would change, by earlier commits and npm's cache?\n"
      "  cordon fix --from HEAD~1 --apply\n"
      "  cordon fix --from /tmp/old-package-lock.json packages/shop\n"
      "  cordon fix --from ../checkout-of-last-week --format json | jq .projects\n"
      "  cordon fix --online                           the registry knows the good release's digest\n"
      "  cordon fix --forward --severity critical      what is vulnerable, too, as far as npm's cache knows newer\n"
      "  cordon fix --package left-pad@1.3.1 --apply   before any advisory");
}

}  // namespace cordon::cli
