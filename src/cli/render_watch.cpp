#include "cli/render_watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "bus/event_text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kScriptsShown = 30;

void script_lines(std::string& out, const Palette& palette, const model::WatchedScript& script) {
  const model::Attribution& package = script.package;
  out += fmt::format("  {} {}   {} events, {} programs, {} connections, {:.1f} s   {}\n",
                     palette.bold(purl_for_people(package.purl)), to_string(package.phase), script.events,
                     script.processes, script.connections, static_cast<double>(script.last_ns - script.first_ns) / 1e9,
                     palette.dim(fmt::format("{}", to_string(package.confidence))));
  if (package.script) row(out, palette, "script", text::visible(*package.script, 200));
  if (package.install_path) row(out, palette, "folder", text::visible(*package.install_path, 300));
  if (package.integrity) row(out, palette, "integrity", text::visible(*package.integrity, 200));
  for (const std::string& contradiction : package.contradictions)
    row(out, palette, "but", text::visible(contradiction, 300));
}

}  // namespace

std::string render_watch_text(const model::WatchReport& report, const Style& style) {
  const Palette palette(style);
  std::string out =
      palette.bold(verdict_word(report.answer, report.findings) + ": " + text::visible(report.answer.headline, 2'000)) +
      "\n\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  if (!report.scripts.empty()) {
    out += palette.bold("Scripts that ran") + "\n";
    const std::size_t shown = std::min(report.scripts.size(), kScriptsShown);
    for (std::size_t i = 0; i < shown; ++i) script_lines(out, palette, report.scripts[i]);
    if (report.scripts.size() > shown)
      out += fmt::format("  \u2026 and {} more: --format json has them\n", report.scripts.size() - shown);
    out += "\n";
  }
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_watch_json(const model::WatchReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

std::string finding_line(const model::Finding& finding, const model::Event& cause, const Style& style) {
  const Palette palette(style);
  return fmt::format("{} {} {}  {}\n", palette.dim(bus::clock_text(cause).substr(0, 12)),
                     palette.severity(finding.severity, " " + upper(to_string(finding.severity)) + " "),
                     text::visible(finding.title, 300), palette.dim(bus::event_text(cause)));
}

}  // namespace cordon::cli
