#include "cli/render_pin.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_write.h"
#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/diff_text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShown = 1'000;
constexpr std::size_t kRows = 20;  // of one kind in one file
constexpr std::size_t kWitnesses = 2;

std::string shown(std::string_view text) { return text::visible(text, kShown); }

std::string at_line(std::string_view path, std::uint32_t line) {
  return shown(path) + (line == 0 ? "" : ":" + std::to_string(line));
}

// The first of them, and how many more there are.
template <class Item, class Write>
void each_of(std::string& out, const std::vector<Item>& items, Write write) {
  const std::size_t count = std::min(items.size(), kRows);
  for (std::size_t i = 0; i < count; ++i) write(items[i]);
  if (count < items.size()) out += fmt::format("  \u2026 and {} more: --format json has all\n", items.size() - count);
}

void evidence_rows(std::string& out, const Palette& palette, const std::vector<std::string>& evidence) {
  const std::size_t count = std::min(evidence.size(), kWitnesses);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string more =
        i + 1 == count && count < evidence.size() ? fmt::format(" and {} more", evidence.size() - count) : "";
    row(out, palette, "known by", shown(evidence[i]) + more);
  }
}

// What stays open stands before what stays as it should be.
void left_rows(std::string& out, const Palette& palette, const std::vector<model::NotPinned>& left) {
  std::vector<model::NotPinned> open, rest;
  for (const model::NotPinned& each : left) (each.open ? open : rest).push_back(each);
  for (const auto* list : {&open, &rest})
    each_of(out, *list, [&](const model::NotPinned& each) {
      const std::string what = each.name + (each.name.empty() || each.asked.empty() ? "" : " ") + each.asked;
      out += "  " + (each.open ? palette.severity(model::Severity::medium, "OPEN") : palette.dim("stays")) + " " +
             shown(what) + (what.empty() ? "" : " ") + palette.dim(at_line(each.path, each.line)) + "\n";
      row(out, palette, "because", shown(each.reason));
    });
}

void project_block(std::string& out, const Palette& palette, const model::PinnedProject& project) {
  out += palette.bold(shown(project.path)) + " (" + shown(project.format) + ")\n";
  if (!project.refused.empty()) {
    out += "  " + palette.severity(model::Severity::high, "NOT CHANGED") + "\n";
    row(out, palette, "because", shown(project.refused));
  }
  each_of(out, project.ranges, [&](const model::PinnedRange& range) {
    const std::string from = range.from.empty() ? "\"\"" : range.from;
    out += "  " + palette.bold(shown(range.name + " " + from + " \u2192 " + range.to)) + " " +
           palette.dim(at_line(range.path, range.line)) + "\n";
  });
  each_of(out, project.digests, [&](const model::PinnedDigest& digest) {
    out += "  " + palette.bold(shown(digest.name + " " + digest.version)) + " gets " + shown(digest.to) + "\n";
    if (!digest.from.empty()) row(out, palette, "goes", shown(digest.from));
    evidence_rows(out, palette, digest.evidence);
  });
  each_of(out, project.actions, [&](const model::PinnedAction& action) {
    out += "  " + palette.bold(shown(action.name + "@" + action.ref + " \u2192 " + action.commit)) + " " +
           palette.dim("line " + std::to_string(action.line)) + "\n";
    evidence_rows(out, palette, action.evidence);
    for (const std::string& note : action.notes) row(out, palette, "note", shown(note));
  });
  left_rows(out, palette, project.left);
  for (const model::PinnedFile& file : project.files) diff_block(out, palette, file.path, file.diff, file.backup);
  out += "\n";
}

std::string word(const model::PinReport& report) {
  switch (report.state) {
    case model::PinState::nothing: return report.exit_code == 0 ? "NOTHING TO DO" : "INCOMPLETE";
    case model::PinState::planned: return "PLAN";
    case model::PinState::applied: return "DONE";
    case model::PinState::refused: return "REFUSED";
  }
  return "REFUSED";
}

}  // namespace

std::string render_pin_text(const model::PinReport& report, const Style& style) {
  const Palette palette(style);
  std::string out = palette.bold(word(report) + ": " + text::visible(report.headline, 2'000)) + "\n\n";
  for (const model::PinnedProject& project : report.projects) project_block(out, palette, project);
  if (report.state == model::PinState::planned) out += "Nothing was changed. --apply changes the files.\n\n";
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_pin_json(const model::PinReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
