// binding.gyp and the files it includes.
#include <string>

#include "check_inventory.h"
#include "inspect/gyp_file.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.depth = 50;
  const auto file = inspect::parse_gyp(text, limits);
  if (!file) {
    fuzz::expect(file.error().code == ErrorCode::too_deep || file.error().code == ErrorCode::too_many);
    return 0;
  }
  const std::uint32_t lines = fuzz::lines_of(text);
  std::size_t expanded = 0;
  for (const inspect::GypCommand& command : file->commands) {
    fuzz::expect(command.line >= 1 && command.line <= lines);
    // A text of Python's grows by no escape by more than its bytes; an action joins what stands in the file.
    fuzz::expect(command.text.size() <= 2 * size);
    if (command.kind == inspect::GypCommandKind::expansion) ++expanded;
  }
  for (const inspect::GypInclude& include : file->includes) fuzz::expect(include.line >= 1 && include.line <= lines);
  for (const Error& problem : file->problems) fuzz::expect(problem.line >= 1 && problem.line <= lines);
  // No command without its mark, written as it is or as an escape.
  if (text.find('!') == std::string::npos && text.find('\\') == std::string::npos) fuzz::expect(expanded == 0);
  return 0;
}
