#include "cli/render_pack_lint.h"

#include <fmt/format.h>

#include "base/json_write.h"
#include "base/text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kMessageBytes = 400;

std::string_view level_name(intel::LintLevel level) { return level == intel::LintLevel::error ? "error" : "warning"; }

}  // namespace

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string render_pack_lint(const LintedFile& file, const Style& style) {
  const Palette palette(style);
  const intel::PackLint& lint = file.lint;
  std::string answer = text::visible(file.path, 1'000) + ": ";
  if (lint.pack)
    answer += fmt::format("{} is a valid pack of {}", lint.pack->id, counted(lint.pack->packages.size(), "release"));
  else answer += counted(lint.errors(), "error");
  if (lint.warnings() > 0) answer += ", " + counted(lint.warnings(), "warning");
  std::string out = palette.bold(answer) + "\n";
  for (const intel::LintRemark& remark : lint.remarks)
    out += fmt::format("  {}{}: {} {}\n", remark.line == 0 ? "" : fmt::format("line {}: ", remark.line),
                       level_name(remark.level), text::visible(remark.message, kMessageBytes),
                       palette.dim("[" + remark.code + "]"));
  return out;
}

std::string render_pack_lint_json(const std::vector<LintedFile>& files) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("schema", "cordon.pack-lint/1").key("files").begin_array();
  for (const LintedFile& file : files) {
    writer.begin_object().member("path", text::visible(file.path, 4'096));
    if (file.lint.pack) writer.member("id", file.lint.pack->id);
    writer.member("errors", std::uint64_t{file.lint.errors()}).member("warnings", std::uint64_t{file.lint.warnings()});
    writer.key("remarks").begin_array();
    for (const intel::LintRemark& remark : file.lint.remarks) {
      writer.begin_object().member("level", level_name(remark.level)).member("code", remark.code);
      if (remark.line != 0) writer.member("line", remark.line);
      writer.member("message", text::visible(remark.message, kMessageBytes)).end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
  return out + "\n";
}

}  // namespace cordon::cli
