// Files that make an editor, an agent, git or a shell run something: the first line is the path, the rest the file.
#include <string>

#include "check_inventory.h"
#include "inventory/auto_run/auto_run_file.h"

using namespace cordon;
using namespace cordon::inventory;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view path = input.substr(0, end);
  const std::string text(input.substr(std::min(end + 1, input.size())));
  const std::string_view folder = auto_run::folder_of_auto_run(path);
  fuzz::expect(path.starts_with(folder) && folder.size() <= path.size());
  const auto form = auto_run::auto_run_form(path);
  if (!form) return 0;
  (void)auto_run::kind_of(*form);
  Limits limits;
  limits.entries = 100'000;
  const auto runs = auto_run::read_auto_run(*form, path, text, limits);
  if (!runs) return 0;
  const std::uint32_t lines = fuzz::lines_of(text);
  for (const auto_run::AutoRun& run : *runs) {
    fuzz::expect(run.line >= 1 && run.line <= lines);
    fuzz::expect(!run.when.empty() || *form != auto_run::AutoRunForm::git_hook);
  }
  return 0;
}
