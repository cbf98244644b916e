#include "cli/render_case.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShownUnread = 10;  // of one file
constexpr std::size_t kShownBreaks = 10;

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

template <class Report>
std::string written(const Report& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  return out + "\n";
}

std::string what_it_gave(const model::CaseAdded& added) {
  switch (added.kind) {
    case model::CaseFileKind::report: return "report, " + counted(added.findings, "finding");
    case model::CaseFileKind::events: return counted(added.events, "event");
    case model::CaseFileKind::capture: return "capture, kept as it is";
    case model::CaseFileKind::torn:
    case model::CaseFileKind::other: break;
  }
  return "kept as it is";
}

void unread_lines(std::string& out, const std::vector<model::FileUnread>& unread, const Palette& palette) {
  std::size_t shown = 0;
  for (const model::FileUnread& each : unread) {
    if (shown++ == kShownUnread) {
      out += fmt::format("  and {} more; --format json lists them\n", unread.size() - kShownUnread);
      return;
    }
    out += "  " + palette.severity(model::Severity::medium, "not read") + " " + place_text(each.path, each.line) +
           ": " + text::visible(each.reason, 400) + "\n";
  }
}

}  // namespace

std::string render_text(const model::CaseHead& head, std::string_view folder) {
  const std::string shown = text::visible(folder, 1'000);
  return fmt::format("{}: case {}{}\nTake files in with\n  cordon case add {} FILE...\n", shown,
                     text::visible(head.id, 100), head.title.empty() ? "" : ", " + text::visible(head.title, 400),
                     shown);
}

std::string render_text(const model::CaseAddReport& report, const Style& style) {
  const Palette palette(style);
  std::string out;
  for (const std::string& remark : report.remarks) out += "! " + text::visible(remark, 400) + "\n";
  for (const model::CaseAdded& added : report.added) {
    out += fmt::format("{}: {}, {} ({})\n", palette.bold(text::visible(added.path, 1'000)),
                       added.again ? "in the case already" : what_it_gave(added), counted(added.size, "byte"),
                       added.sha256.substr(0, 12));
    if (added.changed)
      out += "  " + palette.severity(model::Severity::medium, "changed while it was read") +
             ": the copy may be of no one moment\n";
    unread_lines(out, added.unread, palette);
  }
  for (const model::FileUnread& each : report.refused)
    out += palette.severity(model::Severity::high, "not taken in") + " " + text::visible(each.path, 1'000) + ": " +
           text::visible(each.reason, 400) + "\n";
  return out +
         fmt::format("{}: {}, end {}\n", text::visible(report.id, 100), counted(report.records, "record"), report.end);
}

std::string render_text(const model::CaseVerifyReport& report, const Style& style) {
  const Palette palette(style);
  std::string out;
  const std::string looked = fmt::format("{} and {}", counted(report.records, "record"), counted(report.files, "file"));
  switch (report.state) {
    case model::CaseState::holds: out += palette.bold("HOLDS") + ": " + looked + "\n"; break;
    case model::CaseState::unfinished:
      out += palette.bold("HOLDS") + ", but an addition was interrupted: " + looked + "\n";
      break;
    case model::CaseState::broken: {
      const model::CaseBreak& first = report.breaks.front();
      out += palette.severity(model::Severity::critical, "BROKEN") +
             (first.record == 0 ? " at case.json: " : fmt::format(" at record {}: ", first.record)) +
             text::visible(first.reason, 400) + "\n";
      break;
    }
  }
  for (std::size_t i = 1; i < report.breaks.size() && i < kShownBreaks; ++i)
    out += fmt::format("  then record {}: {}\n", report.breaks[i].record, text::visible(report.breaks[i].reason, 400));
  const std::uint64_t listed = std::min<std::uint64_t>(report.breaks.size(), kShownBreaks);
  if (const std::uint64_t more = report.breaks.size() + report.more_breaks - listed; more > 0)
    out += fmt::format("  and {} more\n", more);
  for (const std::string& remark : report.remarks) out += "! " + text::visible(remark, 400) + "\n";
  return out + fmt::format("{}: end {}\n", text::visible(report.id, 100), report.end);
}

std::string render_json(const model::CaseHead& head) { return written(head); }
std::string render_json(const model::CaseAddReport& report) { return written(report); }
std::string render_json(const model::CaseVerifyReport& report) { return written(report); }

}  // namespace cordon::cli
