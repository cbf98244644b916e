#include "cli/render_scripts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/palette.h"

namespace cordon::cli {
namespace {

using model::InstallRun;
using model::RunOwner;
using model::RunState;

constexpr std::size_t kCommandShown = 160, kEndShown = 60, kFilesShown = 3;
// Of one package: commands of gyp files of the usual form, and others that start no file of it.
constexpr std::size_t kUsualShown = 1, kGypShown = 50;

std::string_view answer_word(const model::ScriptsReport& report) {
  return report.answer.exit_code == 1 ? "REVIEW" : report.answer.complete ? "NOTHING" : "INCOMPLETE";
}

std::string state_word(const Palette& palette, RunState state) {
  const std::string word = fmt::format("{:<8}", to_string(state));
  return state == RunState::runs      ? palette.severity(model::Severity::medium, word)
         : state == RunState::unknown ? palette.severity(model::Severity::low, word)
                                      : palette.dim(word);
}

std::string owner_of(const InstallRun& run) {
  if (run.owner == RunOwner::project) return "this project";
  if (run.name.empty()) return run.owner == RunOwner::workspace ? "workspace package" : "(installed)";
  std::string out = text::visible(run.name, 200);
  if (!run.version.empty()) out += "@" + text::visible(run.version, 100);
  if (run.owner == RunOwner::workspace) return out + ", workspace package";
  if (run.direct) out += *run.direct ? ", direct" : ", transitive";
  return out;
}

// Runs of blanks as one, so that they push nothing out of sight; lines joined by a sign.
std::string squeezed(std::string_view command) {
  std::string out;
  for (const char c : command) {
    if (c == ' ' || c == '\t') {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else if (c == '\n') {
      out += out.empty() || out.back() != ' ' ? " \u23ce " : "\u23ce ";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out;
}

// The beginning and the end of a command, and what is left out between.
std::string shortened(std::string_view command) {
  const std::string line = squeezed(command);
  if (line.size() <= kCommandShown + kEndShown) return text::visible(line, line.size());
  const auto inside_character = [&](std::size_t at) { return (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80; };
  std::size_t head = kCommandShown, tail = line.size() - kEndShown;
  while (head > 0 && inside_character(head)) --head;
  while (tail + 1 < line.size() && inside_character(tail)) ++tail;
  const std::string_view whole = line;
  const auto lines = static_cast<std::size_t>(std::ranges::count(command, '\n')) + 1;
  return text::visible(whole.substr(0, head), head) +
         fmt::format(" \u2026 (+{} bytes{}) \u2026 ", tail - head, lines > 1 ? fmt::format(", {} lines", lines) : "") +
         text::visible(whole.substr(tail), line.size() - tail);
}

std::string command_of(const InstallRun& run) {
  if (run.text) return shortened(*run.text);
  return run.kind == model::RunKind::build_backend ? "its build backend or setup.py" : "(its command is not known)";
}

// "direct" needs no way; the ends of a longer one are told.
std::string way_of(const InstallRun& run) {
  std::string out;
  if (run.direct != false) return out;
  for (const std::string& node : run.via) out += (out.empty() ? "" : " > ") + text::visible(node, 100);
  return out;
}

// What the line before says already of the same package is not said again.
void run_lines(std::string& out, const Palette& palette, const InstallRun& run, const InstallRun* before) {
  const bool again = before != nullptr && before->owner == run.owner && before->name == run.name &&
                     before->version == run.version && before->decided_by == run.decided_by;
  out +=
      fmt::format("{}  {:<14} {}  {}  {}{}\n", state_word(palette, run.state), text::visible(run.when, 40),
                  palette.bold(owner_of(run)), command_of(run), palette.dim(place_text(run.place.path, run.place.line)),
                  run.instances > 1 ? palette.dim(fmt::format(" and {} more", run.instances - 1)) : "");
  const auto more = [&](std::string_view label, const std::string& text) {
    out += palette.dim(fmt::format("          {:<14} {}", label, text)) + "\n";
  };
  if (run.decided_by && !again) more("because", text::visible(*run.decided_by, 300));
  if (const std::string way = way_of(run); !way.empty() && !again) more("through", way);
  for (std::size_t i = 0; i < run.starts.size() && i < kFilesShown; ++i)
    more(i == 0 ? "starts" : "",
         text::visible(run.starts[i].path, 300) + (run.starts[i].sha256 ? "  sha256 " + *run.starts[i].sha256 : ""));
  for (const std::string& remark : run.remarks)
    if (!again || std::ranges::find(before->remarks, remark) == before->remarks.end())
      more("note", text::visible(remark, 300));
}

// What nearly every gyp file has: node prints where the headers of an add-on stand, or what it is itself.
//   node -p "require('node-addon-api').include"    node -e "require('nan')"    node -p process.arch
bool is_usual_gyp(std::string_view command) {
  const auto skip = [&](std::string_view what) {
    if (!command.starts_with(what)) return false;
    command.remove_prefix(what.size());
    return true;
  };
  const auto skip_quote = [&] { return skip("\\\"") || skip("\\'") || skip("\"") || skip("'"); };
  if (!skip("node -p ") && !skip("node -e ") && !skip("node --print ")) return false;
  const bool quoted = skip_quote();
  if (skip("require(")) {
    if (!skip_quote() || (!skip("node-addon-api") && !skip("nan")) || !skip_quote() || !skip(")")) return false;
  } else if (!skip("process")) {
    return false;
  }
  while (skip(".")) {
    const std::size_t end = std::min(
        command.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), command.size());
    if (end == 0) return false;
    command.remove_prefix(end);
  }
  if (quoted) skip_quote();
  return command.empty();
}

// Commands of gyp files come by the dozen; those that start a file of the package are always shown.
bool is_one_of_many(const InstallRun& run) { return run.kind == model::RunKind::gyp && run.starts.empty(); }

}  // namespace

std::string render_scripts_text(const model::ScriptsReport& report, const Style& style) {
  const Palette palette(style);
  std::string out =
      palette.bold(std::string(answer_word(report)) + ": " + text::visible(report.answer.headline, 2'000)) + "\n\n";
  const InstallRun* before = nullptr;
  std::size_t many = 0, usual = 0;
  const auto said_more = [&](std::size_t count, std::size_t shown, std::string_view what) {
    if (count > shown)
      out += palette.dim(
                 fmt::format("          and {} more {} in its gyp files: --format json has all", count - shown, what)) +
             "\n";
  };
  const auto end_of_package = [&] {
    said_more(many, kGypShown, "commands");
    said_more(usual, kUsualShown, "of the usual form (node -p)");
    many = usual = 0;
  };
  for (const InstallRun& run : report.scripts) {
    if (before != nullptr && (before->name != run.name || before->version != run.version)) end_of_package();
    const bool is_usual = is_one_of_many(run) && is_usual_gyp(run.text.value_or(""));
    const bool left_out = is_one_of_many(run) && (is_usual ? ++usual > kUsualShown : ++many > kGypShown);
    if (!left_out) run_lines(out, palette, run, before);
    before = &run;
  }
  end_of_package();
  if (!report.scripts.empty()) out += "\n";
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_scripts_json(const model::ScriptsReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
