// A client's file as lines, for whoever changes one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::app {

struct ConfigLine {
  std::size_t begin = 0, end = 0;  // without what ends it
  std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

class ConfigLines {
 public:
  explicit ConfigLines(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t newline = std::min(text.find('\n', at), text.size());
      const bool has_return = newline < text.size() && newline > at && text[newline - 1] == '\r';
      if (lines_.empty() && has_return) end_ = "\r\n";
      lines_.push_back({at, newline - (has_return ? 1 : 0)});
      at = newline + 1;
    }
  }

  const std::vector<ConfigLine>& lines() const { return lines_; }
  std::string_view line(std::size_t index) const { return lines_[index].in(text_); }
  const std::string& end() const { return end_; }  // as the first line ends
  // That the offset is in.
  std::size_t at(std::size_t offset) const {
    const auto after = std::ranges::upper_bound(lines_, offset, {}, &ConfigLine::begin);
    return static_cast<std::size_t>(after - lines_.begin()) - (after == lines_.begin() ? 0 : 1);
  }
  // A new last line: a text whose last line has no end keeps it so.
  std::string last(const std::string& line) const {
    return text_.empty() || text_.ends_with('\n') ? line + end_ : end_ + line;
  }

 private:
  std::string_view text_;
  std::vector<ConfigLine> lines_;
  std::string end_ = "\n";
};

inline std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace cordon::app
