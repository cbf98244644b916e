#include "cli/render_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"
#include "cli/render_policy.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShown = 40;
constexpr std::size_t kNameBytes = 300;

std::string name_of(const model::PackageChange& change) {
  std::string out = text::visible(change.name, kNameBytes);
  if (change.from) out += " " + text::visible(*change.from, kNameBytes);
  if (change.from && change.to) out += " \u2192 " + text::visible(*change.to, kNameBytes);
  else if (change.to) out += " " + text::visible(*change.to, kNameBytes);
  return out;
}

// "new, by axios 1.14.1"
std::string way_text(const model::PackageChange& change) {
  std::string by;
  if (!change.carriers.empty()) {
    by = " by " + text::visible(purl_for_people(change.carriers.front()), kNameBytes);
    if (change.carriers.size() > 1) by += fmt::format(" and {} more", change.carriers.size() - 1);
  }
  switch (change.way) {
    case model::Way::known: return std::string(to_string(change.bump));
    case model::Way::asked: return "asked for by the project";
    case model::Way::loose: return "required by nothing";
    case model::Way::wanted: return "wanted" + by + " before";
    case model::Way::rooted: return "below a new dependency of the project";
    case model::Way::below: return "below another that came" + by;
    case model::Way::bumped: return "brought in" + by;
    case model::Way::same: return "required" + by + ", which did not before";
  }
  return {};
}

// The riskiest first; what has no risk stays in order.
std::vector<const model::PackageChange*> in_order(const std::vector<model::PackageChange>& list) {
  std::vector<const model::PackageChange*> out;
  for (const model::PackageChange& each : list) out.push_back(&each);
  std::ranges::stable_sort(out, std::greater(), [](const auto* each) { return each->risk ? each->risk->points : 0; });
  return out;
}

// The sum, item by item, of what somebody should look at.
std::string items_text(const Palette& palette, const model::Risk& risk) {
  if (risk.verdict == model::VerdictValue::allow) return {};
  std::string out = fmt::format("      {:>+4}  before any fact\n", risk.prior);
  for (const model::RiskItem& item : risk.items)
    out += fmt::format("      {:>+4}  {}\n", item.counted, text::visible(item.text, kNameBytes));
  for (const std::string& unknown : risk.unknown) out += palette.dim("         0  not known: " + unknown) + "\n";
  return out;
}

void list_block(std::string& out, const Palette& palette, std::string_view title, char mark,
                const std::vector<model::PackageChange>& list) {
  if (list.empty()) return;
  out += palette.bold(fmt::format("{} ({})", title, list.size())) + "\n";
  std::size_t shown = 0;
  for (const model::PackageChange* each : in_order(list)) {
    if (shown++ == kShown) break;
    out += fmt::format("  {} {:<44}", mark, name_of(*each));
    if (each->to) out += "  " + way_text(*each);
    if (each->risk) {
      const bool stands_out = each->risk->verdict != model::VerdictValue::allow;
      const std::string said = fmt::format("{:+} dB, {}", each->risk->points, to_string(each->risk->verdict));
      out += "  " + (stands_out ? palette.severity(model::Severity::high, said) : palette.dim(said));
    }
    while (out.ends_with(' ')) out.pop_back();
    out += "\n";
    if (each->risk) out += items_text(palette, *each->risk);
  }
  if (list.size() > kShown) out += fmt::format("  \u2026 and {} more: --format json has all\n", list.size() - kShown);
  out += "\n";
}

void altered_block(std::string& out, const Palette& palette, const std::vector<model::ReleaseAlteration>& list) {
  if (list.empty()) return;
  out += palette.bold(fmt::format("The same release, and something else ({})", list.size())) + "\n";
  for (std::size_t i = 0; i < std::min(kShown, list.size()); ++i) {
    const model::ReleaseAlteration& each = list[i];
    out += fmt::format("  ! {} {}: {}", text::visible(each.name, kNameBytes), text::visible(each.version, kNameBytes),
                       to_string(each.kind));
    if (!each.was.empty()) out += "  was " + text::visible(each.was.front(), kNameBytes);
    if (!each.is.empty()) out += "  is " + text::visible(each.is.front(), kNameBytes);
    out += "\n";
  }
  if (list.size() > kShown) out += fmt::format("  \u2026 and {} more: --format json has all\n", list.size() - kShown);
  out += "\n";
}

}  // namespace

std::string render_change_text(const model::ChangeReport& report, const Style& style) {
  const Palette palette(style);
  std::string out =
      palette.bold(verdict_word(report.answer, report.findings) + ": " + text::visible(report.answer.headline, 2'000)) +
      "\n\n";
  const model::Change& change = report.change;
  list_block(out, palette, "New", '+', change.added);
  list_block(out, palette, "Changed", '~', change.changed);
  list_block(out, palette, "Gone", '-', change.removed);
  list_block(out, palette, "Gone, and another release of it stays", '-', change.dropped);
  altered_block(out, palette, change.altered);
  list_block(out, palette, "Required by nothing any more", '?', change.orphaned);
  if (!change.moved.empty()) out += fmt::format("{} releases are installed at other places.\n\n", change.moved.size());
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  coverage_block(out, palette, report.coverage);
  if (report.policy) policy_block(out, palette, *report.policy, report.findings);
  return out;
}

std::string render_change_json(const model::ChangeReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
