// Logs of npm's runs. The first line of the input is the name of the file.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "check_document.h"
#include "host/artefacts/npm_debug_log.h"

using namespace cordon;
using namespace cordon::host;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\n'), all.size());
  const std::string_view text = all.substr(std::min(end + 1, all.size()));
  const NpmDebugLog log = read_npm_debug_log(text, all.substr(0, end), "log");
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(text, '\n')) + 1;
  expect(log.started.empty() || seconds_of(log.started).has_value());
  for (const ScriptRun& run : log.runs) {
    expect(!run.name.empty() && !run.event.empty() && run.line <= lines && run.end_line <= lines);
    expect(run.line != 0 || run.end_line != 0);
    expect(run.line == 0 || run.end_line == 0 || run.line < run.end_line);
  }
  for (const LoggedFetch& fetch : log.fetches) expect(fetch.line >= 1 && fetch.line <= lines);
  for (const PlacedPackage& placed : log.placed) expect(!placed.name.empty() && placed.line <= lines);
  for (const model::FileUnread& unread : log.unread) expect(unread.line <= lines && fuzz::is_visible(unread.reason));
  return 0;
}
