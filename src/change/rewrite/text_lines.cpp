#include "change/rewrite/text_lines.h"

#include <iterator>

namespace cordon::change {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

TextLines::TextLines(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    mark_ = kByteOrderMark;
    text.remove_prefix(kByteOrderMark.size());
  }
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline), end;
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (newline != std::string_view::npos) end = "\n";
    if (!end.empty() && line.ends_with('\r')) {
      line.remove_suffix(1);
      end = "\r\n";
    }
    lines_.push_back({std::string(line), std::string(end), ++number});
  }
  if (!lines_.empty() && !lines_.front().end.empty()) end_ = lines_.front().end;
  is_open_ = !lines_.empty() && lines_.back().end.empty();
}

std::string TextLines::text() const {
  std::string out = mark_;
  for (const TextLine& line : lines_) out.append(line.text).append(line.end);
  return out;
}

void TextLines::erase(std::size_t first, std::size_t last) {
  lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(first), lines_.begin() + static_cast<std::ptrdiff_t>(last));
  close();
}

void TextLines::insert(std::size_t at, std::vector<TextLine> lines) {
  lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(lines.begin()),
                std::make_move_iterator(lines.end()));
  close();
}

// The text goes on ending as it did, and no line in it is without an end.
void TextLines::close() {
  for (TextLine& line : lines_)
    if (line.end.empty()) line.end = end_;
  if (!lines_.empty() && is_open_) lines_.back().end.clear();
}

}  // namespace cordon::change
