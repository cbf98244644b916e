// A text as lines that keep their ends, so that what is not changed stays byte for byte.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::change {

struct TextLine {
  std::string text;        // without its end
  std::string end;         // "\n", "\r\n", or nothing at the end of the text
  std::size_t number = 0;  // 1-based in the text that was read; 0 for a line that was added

  // Whether it holds what an editor would not show: then nobody should be shown a change of it.
  bool has_control() const {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
  }
  // Spaces in front.
  std::size_t indent() const { return std::min(text.find_first_not_of(' '), text.size()); }
  bool is_blank() const { return indent() == text.size(); }
};

class TextLines {
 public:
  explicit TextLines(std::string_view text);

  std::vector<TextLine>& lines() { return lines_; }
  const std::vector<TextLine>& lines() const { return lines_; }
  std::string text() const;

  // A line to be added: it ends as the first line of the text does.
  TextLine added(std::string text) const { return {std::move(text), end_, 0}; }
  void erase(std::size_t first, std::size_t last);
  void insert(std::size_t at, std::vector<TextLine> lines);

 private:
  void close();

  std::vector<TextLine> lines_;
  std::string mark_, end_ = "\n";
  bool is_open_ = false;  // the last line has no end
};

}  // namespace cordon::change
