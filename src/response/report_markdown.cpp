#include "response/report_markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace cordon::response {
namespace {

constexpr std::size_t kShownBytes = 2'000;

bool is_www(std::string_view before) {
  const std::string_view last = before.substr(before.size() - std::min<std::size_t>(before.size(), 3));
  return last.size() == 3 && std::ranges::all_of(last, [](char c) { return c == 'w' || c == 'W'; });
}

// "- x", "+ x", "1. x", "1) x" and a line under a title, at the beginning of a text.
bool begins_a_list(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (at == 0) return c == '-' || c == '+' || c == '=';
  return (c == '.' || c == ')') && text.find_first_not_of("0123456789") == at;
}

// Everything that means something to Markdown or HTML is escaped. GitHub also makes links of bare addresses, and
// mentions of names.
std::string plain(std::string_view hostile) {
  const std::string shown = text::visible(hostile, kShownBytes);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string_view rest = std::string_view(shown).substr(i);
    const char c = rest.front();
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '@') out += "&#64;";
    else if (rest.starts_with("://")) out += "&#58;";
    else if (c == '.' && is_www(std::string_view(shown).substr(0, i))) out += "&#46;";
    else if (std::string_view("\\`*_[]#|~!").find(c) != std::string_view::npos) out += {'\\', c};
    else if (begins_a_list(shown, i)) out += {'\\', c};
    else out += c;
  }
  return out;
}

// A code span: more backticks around it than in it.
std::string code(std::string_view hostile) {
  std::string shown = text::visible(hostile, kShownBytes);
  if (shown.empty()) return {};
  std::size_t longest = 0, run = 0;
  for (const char c : shown) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  return fence + " " + shown + " " + fence;
}

// In a table a bar ends the cell, even in code.
std::string cell(std::string_view hostile, bool as_code) {
  if (as_code && hostile.find('|') == std::string_view::npos) return code(hostile);
  return plain(hostile);
}

class Writer {
 public:
  void write(const ReportDocument& report);
  std::string take() { return std::move(out_); }
  void operator()(const Paragraph& paragraph) {
    const std::string text = plain(paragraph.text);
    const bool loud = paragraph.tone == Tone::bad || paragraph.tone == Tone::warning;
    out_ += (loud ? "**" + text + "**" : text) + "\n\n";
  }
  void operator()(const Bullets& bullets) {
    for (const std::string& item : bullets.items) out_ += "- " + plain(item) + "\n";
    out_ += '\n';
  }
  void operator()(const Numbered& numbered);
  void operator()(const Table& table);
  void operator()(const Preformatted& text);
  void operator()(const Chain& chain);

 private:
  std::string out_;
};

void Writer::operator()(const Numbered& numbered) {
  std::size_t number = 0;
  for (const NumberedStep& step : numbered.steps) {
    out_ += fmt::format("{}. {}\n", ++number, plain(step.text));
    if (!step.command.empty()) out_ += "   " + code(step.command) + "\n";
  }
  out_ += '\n';
}

void Writer::operator()(const Table& table) {
  out_ += '|';
  for (const std::string& head : table.heads) out_ += " " + plain(head) + " |";
  out_ += "\n|";
  for (std::size_t i = 0; i < table.heads.size(); ++i) out_ += "---|";
  out_ += '\n';
  for (const std::vector<std::string>& row : table.rows) {
    out_ += '|';
    for (std::size_t i = 0; i < row.size(); ++i) out_ += " " + cell(row[i], (table.code_columns >> i & 1u) != 0) + " |";
    out_ += '\n';
  }
  out_ += '\n';
}

// Indented by four: nothing in it can end it, as a fence could.
void Writer::operator()(const Preformatted& text) {
  for (const std::string& line : text.lines) out_ += "    " + text::visible(line, kShownBytes) + "\n";
  out_ += '\n';
}

void Writer::operator()(const Chain& chain) {
  std::size_t number = 0;
  for (const ChainStep& step : chain.steps) {
    out_ += fmt::format("### {}. {}: {}\n\n", ++number, step.name, step.question);
    if (step.moments.empty()) out_ += "*nothing recorded*\n";
    for (const ChainMoment& moment : step.moments) {
      out_ += fmt::format("- {}{}{}\n", moment.time.empty() ? "" : "**" + plain(moment.time) + "** ",
                          moment.denies ? "(evidence against) " : "", plain(moment.text));
      for (const ChainEvidence& each : moment.evidence)
        out_ += fmt::format("  - evidence: {}; source: {}\n", code(each.text), plain(each.source));
      if (moment.more > 0) out_ += fmt::format("  - and {} more in the records\n", moment.more);
    }
    if (step.more > 0) out_ += fmt::format("- and {} more in the records\n", step.more);
    out_ += '\n';
  }
}

void Writer::write(const ReportDocument& report) {
  out_ += "# " + plain(report.headline) + "\n\n" + plain(report.title) + "\n\n";
  for (const Block& block : report.lead) std::visit(*this, block);
  for (const Section& section : report.sections) {
    out_ += "## " + plain(section.title) + "\n\n";
    for (const Block& block : section.blocks) std::visit(*this, block);
  }
  while (out_.ends_with("\n\n")) out_.pop_back();
}

}  // namespace

std::string report_markdown(const ReportDocument& report) {
  Writer writer;
  writer.write(report);
  return writer.take();
}

}  // namespace cordon::response
