#include "cli/render_gate_setup.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"

namespace cordon::cli {

std::string render_gate_setup_text(const model::GateSetupReport& report, const Style& style) {
  const Palette palette(style);
  std::string out = palette.bold(text::visible(report.headline, 1'000)) + "\n";
  for (const model::ClientFile& file : report.files) {
    out += fmt::format("  {:<8}  {}\n", to_string(file.state), text::visible(file.path, 1'000));
    for (const model::ClientLineChange& change : file.changes) {
      std::uint32_t line = change.line;
      for (const std::string& each : change.removed)
        out += fmt::format("    {:>4} - {}\n", line++, text::visible(each, 300));
      for (const std::string& each : change.added) out += "         + " + text::visible(each, 300) + "\n";
    }
  }
  for (const model::GateNotice& notice : report.notices) {
    out += "\n  " + text::visible(notice.text, 1'000) + "\n";
    if (notice.advice) out += "    " + palette.dim(text::visible(*notice.advice, 1'000)) + "\n";
  }
  for (const model::FileUnread& unread : report.unread)
    out += fmt::format("\n  not read  {}: {}\n", text::visible(unread.path, 1'000), text::visible(unread.reason, 600));
  return out;
}

std::string render_gate_setup_json(const model::GateSetupReport& report) {
  std::string out;
  json::Writer writer(out);
  write(writer, report);
  return out + "\n";
}

}  // namespace cordon::cli
