#include "cli/render_init.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"

namespace cordon::cli {

std::string render_init_text(const model::InitReport& report, const Style& style) {
  const Palette palette(style);
  std::string out = palette.bold(text::visible(report.headline, 1'000)) + "\n";
  for (const model::SetUpFile& file : report.files) {
    if (file.content) {
      // Made here from texts of this program and names that hold nothing hidden.
      out += "\n" + palette.bold("--- " + file.path) + palette.dim(" (" + file.purpose + ")") + "\n" + *file.content;
      continue;
    }
    out += fmt::format("  {:<8}  {}  {}\n", to_string(file.state), file.path, palette.dim(file.purpose));
  }
  for (const model::ScopeFound& each : report.scopes)
    out += fmt::format("  private   {} from {}: check that nobody else publishes in it\n", text::visible(each.scope),
                       text::visible(each.host));
  if (report.mirror)
    out += fmt::format("  mirror?   packages come from {}: cordon.yaml shows how to say that it is a mirror\n",
                       text::visible(*report.mirror));
  for (const model::FileUnread& unread : report.unread)
    out += fmt::format("  not read  {}: {}\n", text::visible(unread.path, 1'000), text::visible(unread.reason, 600));
  out += "\n" + palette.bold("Next") + "\n";
  for (const std::string& step : report.next) out += "  " + text::visible(step, 1'000) + "\n";
  return out;
}

std::string render_init_json(const model::InitReport& report) {
  std::string out;
  json::Writer writer(out);
  write(writer, report);
  return out + "\n";
}

}  // namespace cordon::cli
