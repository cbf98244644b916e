#include "response/report_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/sha256.h"
#include "base/text.h"
#include "response/report_style.h"

namespace cordon::response {
namespace {

constexpr std::size_t kShownBytes = 4'000;

std::string escaped(std::string_view hostile) {
  std::string out;
  for (const char c : text::visible(hostile, kShownBytes)) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

// RFC 4648 section 4.
std::string base64(const Sha256Digest& digest) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t byte : digest) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) out += kLetters[bits >> (count - 6) & 63u];
  }
  if (count > 0) out += kLetters[bits << (6 - count) & 63u];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string_view class_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "plain";
    case Tone::good: return "good";
    case Tone::warning: return "warning";
    case Tone::bad: return "bad";
  }
  return "plain";
}

class Writer {
 public:
  void write(const ReportDocument& report);
  std::string take() { return std::move(out_); }
  void operator()(const Paragraph& paragraph) {
    out_ += fmt::format("<p class=\"{}\">{}</p>\n", class_of(paragraph.tone), escaped(paragraph.text));
  }
  void operator()(const Bullets& bullets) {
    out_ += "<ul>\n";
    for (const std::string& item : bullets.items) out_ += "<li>" + escaped(item) + "</li>\n";
    out_ += "</ul>\n";
  }
  void operator()(const Numbered& numbered);
  void operator()(const Table& table);
  void operator()(const Preformatted& text);
  void operator()(const Chain& chain);

 private:
  std::string out_;
};

void Writer::operator()(const Numbered& numbered) {
  out_ += "<ol>\n";
  for (const NumberedStep& step : numbered.steps) {
    out_ += "<li>" + escaped(step.text);
    if (!step.command.empty()) out_ += "<br><code>" + escaped(step.command) + "</code>";
    out_ += "</li>\n";
  }
  out_ += "</ol>\n";
}

void Writer::operator()(const Table& table) {
  out_ += "<div class=\"wide\"><table>\n<thead><tr>";
  for (const std::string& head : table.heads) out_ += "<th scope=\"col\">" + escaped(head) + "</th>";
  out_ += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    out_ += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool code = (table.code_columns >> i & 1u) != 0 && !row[i].empty();
      // Where the window is narrow, a row becomes a card, and each cell brings its head.
      out_ += row[i].empty() ? "<td class=\"none\"" : "<td";
      out_ += " data-head=\"" + escaped(table.heads[i]) + "\">";
      out_ += code ? "<code>" + escaped(row[i]) + "</code></td>" : escaped(row[i]) + "</td>";
    }
    out_ += "</tr>\n";
  }
  out_ += "</tbody></table></div>\n";
}

void Writer::operator()(const Preformatted& text) {
  // Each line its own block, so that a long one goes on below itself and not at the edge of a narrow window. Nothing
  // stands between them: it would be a line of its own.
  out_ += "<pre>";
  for (const std::string_view line : text.lines) {
    const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    out_ += fmt::format("<span class=\"line deep{}\">", std::min(spaces / 2, kReportDepths));
    out_ += escaped(line.substr(spaces)) + "</span>";
  }
  out_ += "</pre>\n";
}

void Writer::operator()(const Chain& chain) {
  out_ += "<ol class=\"chain\">\n";
  for (const ChainStep& step : chain.steps) {
    out_ += fmt::format("<li class=\"{}\"><h3>{}</h3><p class=\"question\">{}</p>\n",
                        step.moments.empty() ? "empty" : "known", escaped(step.name), escaped(step.question));
    if (step.moments.empty()) out_ += "<p class=\"nothing\">nothing recorded</p>\n";
    else out_ += "<ul>\n";
    for (const ChainMoment& moment : step.moments) {
      out_ += moment.denies ? "<li class=\"denies\">" : "<li>";
      if (!moment.time.empty()) out_ += "<time>" + escaped(moment.time) + "</time> ";
      out_ += (moment.denies ? "evidence against: " : "") + escaped(moment.text);
      out_ += "<div class=\"evidence\">";
      for (const ChainEvidence& each : moment.evidence)
        out_ += fmt::format("<p><code>{}</code><br>{}</p>", escaped(each.text), escaped(each.source));
      if (moment.more > 0) out_ += fmt::format("<p>and {} more in the records</p>", moment.more);
      out_ += "</div></li>\n";
    }
    if (step.more > 0) out_ += fmt::format("<li>and {} more in the records</li>\n", step.more);
    if (!step.moments.empty()) out_ += "</ul>\n";
    out_ += "</li>\n";
  }
  out_ += "</ol>\n";
}

void Writer::write(const ReportDocument& report) {
  out_ += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out_ += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "base-uri 'none'; form-action 'none'\">\n",
      base64(sha256(kReportStyle)));
  out_ +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n";
  out_ += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", escaped(report.title),
                      kReportStyle);
  out_ += fmt::format("<header class=\"{}\"><p class=\"case\">{}</p>\n<h1>{}</h1></header>\n", class_of(report.tone),
                      escaped(report.title), escaped(report.headline));
  for (const Block& block : report.lead) std::visit(*this, block);
  for (const Section& section : report.sections) {
    out_ += "<section>\n<h2>" + escaped(section.title) + "</h2>\n";
    for (const Block& block : section.blocks) std::visit(*this, block);
    out_ += "</section>\n";
  }
  out_ += "</main>\n</body>\n</html>\n";
}

}  // namespace

std::string report_html(const ReportDocument& report) {
  Writer writer;
  writer.write(report);
  return writer.take();
}

}  // namespace cordon::response
