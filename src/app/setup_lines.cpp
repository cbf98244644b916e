#include "app/setup_lines.h"

#include <algorithm>
#include <string>

#include "base/credentials.h"

namespace cordon::app {
namespace {

std::vector<std::string> shown(std::string_view text) {
  while (text.starts_with('\n') || text.starts_with('\r')) text.remove_prefix(1);
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(without_tokens(std::string(line)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::vector<model::ClientLineChange> shown_changes(std::string_view before, const std::vector<ConfigChange>& changes) {
  std::vector<model::ClientLineChange> out;
  for (const ConfigChange& each : changes) {
    const std::string_view above = before.substr(0, each.at);
    // What is added behind a last line without an end begins with that end.
    const bool begins_anew = !above.empty() && !above.ends_with('\n');
    const auto line = static_cast<std::uint32_t>(std::ranges::count(above, '\n') + 1 + (begins_anew ? 1 : 0));
    out.push_back({line, shown(each.removed), shown(each.added)});
  }
  return out;
}

}  // namespace cordon::app
