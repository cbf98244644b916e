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

}  // namespace cordon::cli
