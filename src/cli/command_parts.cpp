#include "cli/command_parts.h"

namespace cordon::cli {

CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words) {
  return option->check(CLI::IsMember(words).description(""))->type_name(CLI::detail::join(words, "|"));
}

void add_common(CLI::App& command, CommonArguments& common) {
  command
      .add_option("--config", common.config, "read this cordon.yaml instead of looking for one, as CORDON_CONFIG does")
      ->type_name("FILE");
  command.add_flag("-q,--quiet", common.quiet, "no progress on standard error");
  one_of(command.add_option("--color", common.color, "colour on a terminal; NO_COLOR is honoured"),
         {"auto", "always", "never"});
}

CLI::Option* add_list(CLI::App& command, const char* name, std::vector<std::string>& values, const char* help) {
  return command.add_option(name, values, help)->allow_extra_args(false);
}

void add_index(CLI::App& command, std::string& path) {
  command
      .add_option("--index", path,
                  "the index of advisories (default: the one that 'cordon intel update' wrote, if there is one)")
      ->type_name("FILE");
}

void add_archives(CLI::App& command, JudgeArguments& judge) {
  add_list(
      command, "--archives", judge.archives,
      "archives of releases (*.tgz), such as 'npm pack' writes, to say who imports what is new and what it runs; may "
      "be repeated (npm's cache and node_modules are asked in any case)")
      ->type_name("FOLDER");
  add_online(command, judge.online, judge.online_seconds,
             "ask registries what they say of releases that are new: age, publisher, provenance, manifest; they learn "
             "these packages' names. Only the registries of your own client configuration and public ones are asked, "
             "never for private names");
}

void add_online(CLI::App& command, bool& online, std::uint32_t& seconds, const char* help) {
  CLI::Option* flag = command.add_flag("--online", online, help);
  command
      .add_option("--online-timeout", seconds,
                  "how long registries may take in all; what is not known then stays unknown")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3'600).description(""))
      ->needs(flag)
      ->capture_default_str();
}

void add_judging(CLI::App& command, JudgeArguments& judge) {
  one_of(command.add_option("--fail-on", judge.fail_on,
                            "findings of this severity or above make the exit code 1 (default: high)"),
         {"info", "low", "medium", "high", "critical"});
  command.add_flag("--packs-only", judge.packs_only,
                   "incident packs are knowledge enough: advisories are not used, and not missed");
  command.add_flag("--no-knowledge", judge.no_knowledge,
                   "compare with nothing that is known; only what the files themselves show");
  add_list(command, "--pack", judge.packs, "add an incident pack; may be repeated")->type_name("FILE");
  add_index(command, judge.index);
  command
      .add_option("--max-age", judge.max_age_days, "knowledge older than this many days makes the answer incomplete")
      ->type_name("DAYS");
  command.add_option("-j,--jobs", judge.jobs, "projects read at the same time (default: processors, at most 8)")
      ->type_name("N");
}

}  // namespace cordon::cli
