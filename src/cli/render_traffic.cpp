#include "cli/render_traffic.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "bus/event_text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kConversationsShown = 50;

void conversation_line(std::string& out, const Palette& palette, const model::Conversation& each) {
  const std::uint64_t microseconds = each.first_ns / 1'000;
  const std::string time = time_of(static_cast<std::int64_t>(microseconds / 1'000'000)).substr(11, 8);
  out += fmt::format("  {} {:>21} \u2192 {:<21} {:<4}",
                     palette.dim(fmt::format("{}.{:03}", time, microseconds / 1'000 % 1'000)),
                     bus::endpoint_text(each.flow.client_address, each.flow.client_port),
                     bus::endpoint_text(each.flow.server_address, each.flow.server_port), each.flow.protocol);
  out += fmt::format(" {:<7} \u2191{} \u2193{}", each.application.value_or(""), each.bytes_sent, each.bytes_received);
  if (each.name) out += "  " + text::visible(*each.name, 100);
  if (each.package)
    out += "  " +
           palette.bold(fmt::format("[{} {}]", purl_for_people(each.package->purl), to_string(each.package->phase)));
  if (each.actor) {
    out += palette.dim(fmt::format(" pid {}", each.actor->pid));
    if (each.actor->executable) out += palette.dim(" " + text::visible(*each.actor->executable, 100));
  }
  out += "\n";
}

}  // namespace

std::string render_traffic_text(const model::TrafficReport& report, const Style& style) {
  const Palette palette(style);
  std::string out =
      palette.bold(verdict_word(report.answer, report.findings) + ": " + text::visible(report.answer.headline, 2'000)) +
      "\n\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  if (!report.conversations.empty()) {
    out += palette.bold("Conversations") + "\n";
    const std::size_t shown = std::min(report.conversations.size(), kConversationsShown);
    for (std::size_t i = 0; i < shown; ++i) conversation_line(out, palette, report.conversations[i]);
    if (report.flows > shown)
      out += fmt::format("  \u2026 and {} more: --format json has them\n", report.flows - shown);
    out += "\n";
  }
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_traffic_json(const model::TrafficReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
